export {
  compareRepository,
  type CompareInput,
  type ControlFinding,
  type EnvironmentComparison,
  type PlacedDrift,
  type RepositoryComparison,
  type UnknownSource,
} from './compareRepository';
export { declaredObjects, objectsIn } from './declaredObjects';
export { observedKinds } from './observedKinds';
export { repositoryObjects, type RepositoryState } from './repositoryObjects';
export {
  tenantDeclaration,
  type DeclaredControl,
  type EnvironmentDeclaration,
  type TenantDeclaration,
} from './tenantDeclaration';
export {
  isConnected,
  tenantPosture,
  type ControlPosture,
  type EnvironmentPosture,
  type TenantAtCommit,
  type ProofOf,
} from './tenantPosture';
export type { UndeclaredObject } from './undeclaredObjects';
