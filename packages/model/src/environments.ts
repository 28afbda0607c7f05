import { z } from 'zod';
import { joinedNamespaceProblem, namespaceOf } from './namespaces';
import { quote } from './quote';
import { reservedReason } from './reservedNames';
import { complain } from './valueType';

/** What can be read of environments that may be wrong in other ways. */
const Readable = z
  .array(
    z
      .object({
        name: z.string().catch(''),
        cluster: z.string().catch(''),
        namespace: z.string().optional().catch(''),
        hosts: z.array(z.string().catch('')).catch([]),
      })
      .catch({ name: '', cluster: '', hosts: [] }),
  )
  .catch([]);

/**
 * What no single field shows: joined names that are reserved, one namespace for two environments, and one host on one
 * cluster for two.
 */
export function checkEnvironments(
  context: Pick<z.core.$RefinementCtx, 'addIssue'>,
  subject: { tenant: unknown; environments: unknown; path: string[] },
): void {
  const tenant = z.string().catch('').parse(subject.tenant);
  const environments = Readable.parse(subject.environments);
  const holders = new Map<string, string>();
  const places = new Map<string, string>();
  environments.forEach(({ name, cluster, namespace, hosts }, position) => {
    const path = [...subject.path, position];
    if (namespace === undefined && !reservedReason(tenant)) {
      complain(context, joinedNamespaceProblem(tenant, name), [
        ...path,
        'name',
      ]);
    }
    const place = namespaceOf(tenant, { name, namespace });
    const first = places.get(`${cluster}/${place}`) ?? name;
    places.set(`${cluster}/${place}`, first);
    if (first !== name) {
      complain(
        context,
        {
          message: `gives the namespace ${quote(
            place,
          )}, which is that of the environment ${first} on the cluster ${cluster} already`,
        },
        [...path, namespace === undefined ? 'name' : 'namespace'],
      );
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
