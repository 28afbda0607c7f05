import type { Fleet, Tenant } from '@tenantry/model';
import { provingGround } from '../cluster/suite/fleet';

/** The cluster that is observed; Argo CD's objects are on it, too. */
export const observedCluster = 'plain';

/** So many tenants with one environment each, on one cluster. */
export function observedFleet(count: number): Fleet {
  const { platform, clusters, tenants } = provingGround('native');
  const model = tenants.find(({ metadata }) => metadata.name === 'ledger');
  if (!model) throw new Error('no tenant to take as a model');
  return {
    platform,
    clusters: clusters.filter(
      ({ metadata }) => metadata.name === observedCluster,
    ),
    tenants: Array.from({ length: count }, (_, index) =>
      tenantLike(model, `team-${index}`),
    ),
  };
}

function tenantLike({ spec, ...model }: Tenant, name: string): Tenant {
  const [environment] = spec.environments.filter(
    ({ cluster }) => cluster === observedCluster,
  );
  return {
    ...model,
    metadata: { name },
    spec: {
      ...spec,
      owner: `group:default/${name}`,
      access: {
        ...spec.access,
        admins: [`${name}-leads`],
        developers: [`${name}-devs`],
      },
      environments: [environment],
    },
  };
}
