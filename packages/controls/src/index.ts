export { checkSatisfiable, UnsatisfiableError } from './checkSatisfiable';
export { components, defineControl } from './control';
export type * from './control';
export * from './contexts';
export * from './exceptions';
export * from './folders';
export {
  controlContributions,
  exceptedUntil,
  exceptionOf,
  notApplied,
  notInForce,
  summaryOf,
} from './inForce';
export { ConflictingControlsError, contains, isList, isMap } from './merge';
export * from './names';
export { groupOf, identityOf, pluralOf } from './objects';
export type * from './objects';
export type * from './plan';
export { compareLive } from './posture/compareLive';
export type { Comparison } from './posture/compareLive';
export { contributedParts } from './posture/contributedParts';
export { declared } from './posture/declared';
export type { Declaration } from './posture/declared';
export { driftOf } from './posture/drift';
export { driftWords } from './posture/driftWords';
export {
  controlsAsRendered,
  expectedObject,
  isBehind,
} from './posture/expected';
export type { ExpectedObject } from './posture/expected';
export { heldControls } from './posture/held';
export type { Held } from './posture/held';
export { kindsToObserve, namespaceKind } from './posture/kindsToObserve';
export { live, noCluster } from './posture/live';
export { kindKey } from './posture/liveCluster';
export type * from './posture/liveCluster';
export { ifInForce } from './posture/ifInForce';
export { indexObjects, keyOf } from './posture/placed';
export type { ObjectIndex, Placed } from './posture/placed';
export type * from './posture/posture';
export { quotaUse } from './posture/quotaUse';
export type * from './posture/quotaUse';
export { attacksTried, proved } from './posture/proved';
export type * from './posture/proved';
export { argoCdNotConnected, readable } from './posture/readable';
export { synced } from './posture/synced';
export type * from './posture/synced';
export { unownedNamespaces } from './posture/unownedNamespaces';
export type * from './posture/unownedNamespaces';
export {
  controlsFor,
  defineRegistry,
  findControl,
  registry,
  unavailableReason,
} from './registry';
export * from './render';
export { strictProblems } from './strict';
export { toYaml } from './yaml';
export * from './attacks';
export { creatable, grants, grantsOn, verbsOf } from './access/grants';
export { groupsWithRole } from './access/role-bindings';
export { clusterRoleName } from './access/roleNames';
export { appProjectName, guardRailsApplication } from './gitops/projectNames';
export { byGroup, placementKinds, platformKinds } from './platformKinds';
export { expressionFor } from './admission/rule';
export type * from './admission/rule';
export { policyParts } from './admission/policies';
export type { PolicyPart } from './admission/policies';
export { targetNames } from './admission/targets';
export type { Target } from './admission/targets';
export { canary, canaryLabel } from './admission/canary';
