import { z } from 'zod';
import { namespaceNameProblem } from './names';
import { reservedReason } from './reservedNames';
import { complain } from './valueType';

/** What can be read of environments that may be wrong in other ways. */
const Readable = z
  .array(
    z
      .object({
        name: z.string().catch(''),
        cluster: z.string().catch(''),
        hosts: z.array(z.string().catch('')).catch([]),
      })
      .catch({ name: '', cluster: '', hosts: [] }),
  )
  .catch([]);

/** What no single field shows: joined names that are reserved, and one host on one cluster for two environments. */
export function checkEnvironments(
  context: Pick<z.core.$RefinementCtx, 'addIssue'>,
  subject: { tenant: unknown; environments: unknown; path: string[] },
): void {
  const tenant = z.string().catch('').parse(subject.tenant);
  const environments = Readable.parse(subject.environments);
  const holders = new Map<string, string>();
  environments.forEach(({ name, cluster, hosts }, position) => {
    const path = [...subject.path, position];
    if (!reservedReason(tenant)) {
      complain(context, namespaceNameProblem(tenant, name), [...path, 'name']);
    }
    hosts.forEach((host, index) => {
      const key = `${cluster}/${host}`;
      const holder = holders.get(key) ?? name;
      holders.set(key, holder);
      if (host && holder !== name) {
        complain(
          context,
          {
            message: `${host} leads to the environment ${holder} on the cluster ${cluster} already; a host leads to one place`,
            example: `${name}.${host}`,
          },
          [...path, 'hosts', index],
        );
      }
    });
  });
}
