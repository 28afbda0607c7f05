import { formatProblems, resolveEnvironment } from '@tenantry/model';
import type { Fleet, Problem, Tenant } from '@tenantry/model';
import type { Control } from './control';
import { controlsFor, registry } from './registry';

/** The cluster can't give what the request asks for. Nothing is weakened instead. */
export class UnsatisfiableError extends Error {
  override readonly name = 'UnsatisfiableError';

  constructor(readonly problems: readonly Problem[]) {
    super(formatProblems([...problems]));
  }
}

/**
 * What the clusters can't give a tenant's environments. Paths are those of the tenant file; each message begins with the
 * control's id. An environment whose cluster, profile or size isn't there is left to `checkTenant`.
 */
export function checkSatisfiable(
  tenant: Tenant,
  fleet: Fleet,
  controls: readonly Control[] = registry,
): Problem[] {
  return tenant.spec.environments.flatMap((environment, index) => {
    const resolved = resolveEnvironment(tenant, environment, fleet);
    if (!resolved) return [];
    const context = { tenant, platform: fleet.platform, ...resolved };
    return controlsFor(context, controls).flatMap(({ id, unsatisfiable }) =>
      (unsatisfiable?.(context) ?? []).map(({ path, reason }) => ({
        path: ['spec', 'environments', index, ...path],
        message: `${id}: ${reason}`,
      })),
    );
  });
}
