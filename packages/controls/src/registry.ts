import { canary } from './admission/canary';
import { platformObjectGuard } from './access/platform-object-guard';
import { roleBindings } from './access/role-bindings';
import { subjectGuard } from './access/subject-guard';
import { tenantRoles } from './access/tenant-roles';
import { components } from './control';
import type { Control, EnvironmentContext } from './control';
import { appProjectControl } from './gitops/app-project';
import { deployer } from './gitops/deployer';
import { guardRailProjectControl } from './gitops/guard-rail-project';
import { hostOwnership } from './ingress/host-ownership';
import { hostProbes } from './kubelet/host-probes';
import { identityGuard } from './namespace/identity-guard';
import { tenantNamespace } from './namespace/tenant-namespace';
import { allowedEgress } from './network/allowed-egress';
import { defaultDeny } from './network/default-deny';
import { dnsEgress } from './network/dns-egress';
import { internetEgress } from './network/internet-egress';
import { peers } from './network/peers';
import { tenantTraffic } from './network/tenant-traffic';
import { imageRegistries } from './pods/image-registries';
import { podSecurity } from './pods/pod-security';
import { computeQuota } from './resources/compute-quota';
import { containerLimits } from './resources/container-limits';
import { objectCounts } from './resources/object-counts';
import { runtimeAssignment } from './runtime/runtime-assignment';
import { runtimeClasses } from './runtime/runtime-classes';

/** Every control that ships, in reading order: by component, then from the ground up. */
export const registry: readonly Control[] = defineRegistry([
  tenantNamespace,
  identityGuard,
  tenantRoles,
  roleBindings,
  subjectGuard,
  platformObjectGuard,
  computeQuota,
  objectCounts,
  containerLimits,
  defaultDeny,
  tenantTraffic,
  dnsEgress,
  internetEgress,
  allowedEgress,
  peers,
  hostOwnership,
  hostProbes,
  podSecurity,
  imageRegistries,
  runtimeClasses,
  runtimeAssignment,
  canary,
  appProjectControl,
  deployer,
  guardRailProjectControl,
]);

/**
 * A registry of controls, for a platform team that adds its own: `defineRegistry([...registry, ours])`.
 *
 * @throws Error when two controls have one id.
 */
export function defineRegistry(
  controls: readonly Control[],
): readonly Control[] {
  const ids = new Set<string>();
  for (const { id } of controls) {
    if (ids.has(id)) throw new Error(`two controls have the id ${id}`);
    ids.add(id);
  }
  return [...controls].sort(
    (left, right) =>
      components.indexOf(left.component) - components.indexOf(right.component),
  );
}

/** The control with this id; `undefined` if there is none. */
export function findControl(
  id: string,
  controls: readonly Control[] = registry,
): Control | undefined {
  return controls.find(control => control.id === id);
}

/** The controls that the environment's choices call for, and its cluster can have. */
export function controlsFor(
  context: EnvironmentContext,
  controls: readonly Control[] = registry,
): readonly Control[] {
  return controls.filter(
    ({ appliesTo, unavailable }) =>
      !unavailable?.(context) && (appliesTo?.(context) ?? true),
  );
}
