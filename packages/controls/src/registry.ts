import { canary } from './admission/canary';
import { extensionPoints } from './admission/extension-points';
import { platformObjectGuard } from './access/platform-object-guard';
import { roleBindings } from './access/role-bindings';
import { roleGuard } from './access/role-guard';
import { serviceAccountTokens } from './access/service-account-tokens';
import { subjectGuard } from './access/subject-guard';
import { tenantRoles } from './access/tenant-roles';
import { fairShare } from './api-server/fair-share';
import { components } from './control';
import type { Control, EnvironmentContext } from './control';
import { clusterDns } from './dns/cluster-dns';
import { podDns } from './dns/pod-dns';
import { appProjectControl } from './gitops/app-project';
import { deployer } from './gitops/deployer';
import { guardRailProjectControl } from './gitops/guard-rail-project';
import { annotationGuard } from './ingress/annotation-guard';
import { hostOwnership } from './ingress/host-ownership';
import { ingressClass } from './ingress/ingress-class';
import { routeGuard } from './ingress/route-guard';
import { serviceExposure } from './ingress/service-exposure';
import { tenantGateway } from './ingress/tenant-gateway';
import { execProbes } from './kubelet/exec-probes';
import { hostProbes } from './kubelet/host-probes';
import { probePayload } from './kubelet/probe-payload';
import { termination } from './kubelet/termination';
import { deletionLock } from './namespace/deletion-lock';
import { finalizersAndOwners } from './namespace/finalizers-and-owners';
import { identityGuard } from './namespace/identity-guard';
import { reservedMetadata } from './namespace/reserved-metadata';
import { tenantNamespace } from './namespace/tenant-namespace';
import { adminNetworkPolicy } from './network/admin-network-policy';
import { allowedEgress } from './network/allowed-egress';
import { defaultDeny } from './network/default-deny';
import { dnsEgress } from './network/dns-egress';
import { internetEgress } from './network/internet-egress';
import { networkPolicyGuard } from './network/network-policy-guard';
import { peers } from './network/peers';
import { entryTraffic } from './network/entry-traffic';
import { tenantTraffic } from './network/tenant-traffic';
import { crossNamespaceAffinity } from './nodes/cross-namespace-affinity';
import { daemonsets } from './nodes/daemonsets';
import { disruptionBudgets } from './nodes/disruption-budgets';
import { nodePool } from './nodes/node-pool';
import { priority } from './nodes/priority';
import { schedulingGuard } from './nodes/scheduling-guard';
import { imagePull } from './pods/image-pull';
import { imageRegistries } from './pods/image-registries';
import { podSecurity } from './pods/pod-security';
import { volumes } from './pods/volumes';
import { batchLimits } from './resources/batch-limits';
import { computeQuota } from './resources/compute-quota';
import { containerLimits } from './resources/container-limits';
import { extendedResources } from './resources/extended-resources';
import { objectCounts } from './resources/object-counts';
import { runtimeAssignment } from './runtime/runtime-assignment';
import { runtimeClasses } from './runtime/runtime-classes';
import { userNamespaces } from './runtime/user-namespaces';
import { storageClasses } from './storage/storage-classes';

/** Every control that ships, in reading order: by component, then from the ground up. */
export const registry: readonly Control[] = defineRegistry([
  tenantNamespace,
  identityGuard,
  reservedMetadata,
  finalizersAndOwners,
  deletionLock,
  tenantRoles,
  roleBindings,
  roleGuard,
  subjectGuard,
  serviceAccountTokens,
  platformObjectGuard,
  computeQuota,
  objectCounts,
  containerLimits,
  extendedResources,
  batchLimits,
  defaultDeny,
  tenantTraffic,
  entryTraffic,
  dnsEgress,
  internetEgress,
  allowedEgress,
  peers,
  networkPolicyGuard,
  adminNetworkPolicy,
  hostOwnership,
  ingressClass,
  tenantGateway,
  routeGuard,
  annotationGuard,
  serviceExposure,
  podDns,
  clusterDns,
  fairShare,
  hostProbes,
  probePayload,
  execProbes,
  termination,
  podSecurity,
  imageRegistries,
  imagePull,
  volumes,
  runtimeClasses,
  runtimeAssignment,
  userNamespaces,
  nodePool,
  schedulingGuard,
  priority,
  crossNamespaceAffinity,
  daemonsets,
  disruptionBudgets,
  storageClasses,
  extensionPoints,
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

/** Why an environment goes without a control that its choices call for; `undefined` where it doesn't. */
export function unavailableReason(
  { appliesTo, unavailable }: Control,
  context: EnvironmentContext,
): string | undefined {
  const reason = unavailable?.(context);
  return reason !== undefined && (appliesTo?.(context) ?? true)
    ? `not available on this cluster: ${reason}`
    : undefined;
}
