import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { resolve } from 'node:path';

/** One entry of `tenantry.clusters`. */
export interface ClusterSettings {
  /** As in the repository, `clusters/<name>/cluster.yaml`. */
  readonly name: string;
  /** Path of a kubeconfig, absolute. */
  readonly kubeconfig: string;
  readonly context?: string;
  /** Whether Argo CD runs there. */
  readonly argoCd: boolean;
}

/** Reads `tenantry.clusters`. Throws an error that names the setting to correct. */
export function readClusterSettings(
  config: RootConfigService,
): ClusterSettings[] {
  const clusters = config.getOptionalConfig('tenantry.clusters');
  const base = config.getOptionalString('backend.workingDirectory') ?? '.';
  const settings = (clusters?.keys() ?? []).map(name => {
    const entry = clusters?.getConfig(name);
    return {
      name,
      kubeconfig: resolve(base, entry?.getString('kubeconfig') ?? ''),
      context: entry?.getOptionalString('context'),
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
