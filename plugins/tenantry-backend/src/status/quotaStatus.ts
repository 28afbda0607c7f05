import type { EnvironmentStatus } from '@tenantry/backstage-plugin-tenantry-common';
import {
  quotaUse,
  type EnvironmentContext,
  type LiveClusters,
} from '@tenantry/controls';
import { isConnected } from '@tenantry/gitops';

/**
 * What an environment uses of its quota.
 *
 * @param notMerged given while the tenant is only asked for: why there is no quota yet.
 */
export function quotaStatus(
  context: EnvironmentContext,
  clusters: LiveClusters,
  notMerged: string | undefined,
): EnvironmentStatus['quota'] {
  const bars = quotaUse(context, clusters);
  if (notMerged === undefined || !isConnected(clusters)) return bars;
  return bars.map(({ title }) => ({
    title,
    state: 'unknown',
    reason: notMerged,
  }));
}
