import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ClusterAccess, TokenAccess } from '@tenantry/cluster';
import { resolve } from 'node:path';

/** One entry of `tenantry.clusters`. */
export interface ClusterSettings {
  /** As in the repository, `clusters/<name>/cluster.yaml`. */
  readonly name: string;
  readonly access: ClusterAccess;
  /** Whether Argo CD runs there. */
  readonly argoCd: boolean;
}

/** Reads `tenantry.clusters`. Throws an error that names the setting to correct. */
export function readClusterSettings(
  config: RootConfigService,
): ClusterSettings[] {
  const clusters = config.getOptionalConfig('tenantry.clusters');
  const settings = (clusters?.keys() ?? []).map(name => {
    const entry = clusters?.getConfig(name);
    return {
      name,
      access: accessOf(name, entry, config),
      argoCd: entry?.getOptionalBoolean('argoCd') ?? false,
    };
  });
  const withArgoCd = settings.filter(({ argoCd }) => argoCd);
  if (withArgoCd.length > 1)
    throw new InputError(
      `tenantry.clusters says of ${withArgoCd
        .map(({ name }) => name)
        .join(' and ')} that Argo CD runs there; it is one cluster`,
    );
  return settings;
}

type Config = ReturnType<RootConfigService['getConfig']>;

const ways = ['kubeconfig', 'serviceAccount', 'kubernetes'] as const;

function accessOf(
  name: string,
  entry: Config | undefined,
  config: RootConfigService,
): ClusterAccess {
  const given = ways.filter(way => entry?.has(way));
  if (!entry || given.length !== 1)
    throw new InputError(
      `tenantry.clusters.${name} needs one of ${ways.join(', ')}${
        given.length > 1 ? `, and has ${given.join(' and ')}` : ''
      }`,
    );
  switch (given[0]) {
    case 'serviceAccount':
      if (!entry.getBoolean('serviceAccount'))
        throw new InputError(
          `tenantry.clusters.${name}.serviceAccount is true, or left out for another way`,
        );
      return { serviceAccount: true };
    case 'kubernetes':
      return backstagesCluster(entry.getString('kubernetes'), config);
    default: {
      const base = config.getOptionalString('backend.workingDirectory') ?? '.';
      return {
        kubeconfig: resolve(base, entry.getString('kubeconfig')),
        context: entry.getOptionalString('context'),
      };
    }
  }
}

/** A cluster of the configuration that Backstage's Kubernetes plugin reads, by its name there. */
function backstagesCluster(
  name: string,
  config: RootConfigService,
): TokenAccess {
  const methods =
    config.getOptionalConfigArray('kubernetes.clusterLocatorMethods') ?? [];
  const cluster = methods
    .flatMap(method => method.getOptionalConfigArray('clusters') ?? [])
    .find(each => each.getString('name') === name);
  const where = `kubernetes.clusterLocatorMethods, cluster ${name}`;
  if (!cluster)
    throw new InputError(
      `${where}: there is none of this name; only clusters that are listed there can be taken`,
    );
  if (cluster.getOptionalString('authProvider') !== 'serviceAccount')
    throw new InputError(
      `${where}: its authProvider is not serviceAccount, and nobody is there to sign in while Tenantry looks`,
    );
  if (cluster.getOptionalBoolean('skipTLSVerify'))
    throw new InputError(
      `${where}: skipTLSVerify would let anybody answer in the cluster's place; give caData or caFile`,
    );
  return {
    server: cluster.getString('url'),
    token: cluster.getString('serviceAccountToken'),
    caData: cluster.getOptionalString('caData'),
    caFile: cluster.getOptionalString('caFile'),
  };
}
