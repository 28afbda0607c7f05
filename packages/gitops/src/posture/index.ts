export { declaredKinds } from './declaredKinds';
export { declaredObjects, objectsIn } from './declaredObjects';
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
