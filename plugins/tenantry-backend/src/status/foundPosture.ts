import { ConflictError } from '@backstage/errors';
import type { LiveClusters } from '@tenantry/controls';
import {
  tenantPosture,
  TenantMisfitError,
  type EnvironmentPosture,
} from '@tenantry/gitops';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { whyNotMerged, type FoundTenant } from './findTenant';

/**
 * What is known about the isolation of a tenant that somebody asked for by its name.
 *
 * @throws ConflictError for a tenant that was merged onto a cluster that is not there.
 */
export function foundPosture(
  found: FoundTenant,
  view: LiveClusters,
  clusters: Pick<ConnectedClusters, 'proofOf'>,
): readonly EnvironmentPosture[] {
  const { tenant, snapshot } = found;
  try {
    return tenantPosture(
      { tenant, snapshot, notMerged: whyNotMerged(found) },
      view,
      clusters,
    );
  } catch (error) {
    if (!(error instanceof TenantMisfitError)) throw error;
    throw new ConflictError(error.message);
  }
}
