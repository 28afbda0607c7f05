import {
  findControl,
  type Control,
  type EnvironmentContext,
  type LiveClusters,
  type Posture,
} from '@tenantry/controls';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import type { FoundTenant } from './findTenant';
import { contextsOf, environmentStatuses } from './tenantStatus';

/** Every control that does something for one environment, and how it stands. */
export interface EnvironmentPosture {
  readonly context: EnvironmentContext;
  readonly controls: readonly {
    readonly control: Control;
    readonly posture: Posture;
    /** Why the cluster can't have the control; absent where it can. */
    readonly unavailable?: string;
  }[];
}

/**
 * The posture of a tenant, without what its page says besides.
 *
 * @throws ConflictError where the tenant does not fit the platform.
 */
export function tenantPosture(
  found: FoundTenant,
  view: LiveClusters,
  clusters: Pick<ConnectedClusters, 'proofOf'>,
): readonly EnvironmentPosture[] {
  const contexts = contextsOf(found.tenant, found.snapshot.fleet);
  return environmentStatuses(found, view, clusters).map(
    ({ controls }, index) => ({
      context: contexts[index],
      controls: controls.flatMap(({ control: id, posture, unavailable }) => {
        const control = findControl(id);
        return control ? [{ control, posture, unavailable }] : [];
      }),
    }),
  );
}
