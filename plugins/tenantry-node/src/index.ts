export { cached, type Cached } from './cached';
export {
  commitUrl,
  fileUrl,
  folderUrl,
  parseRepositoryUrl,
  type RepositoryCoordinates,
} from './coordinates';
export type { MergedProposal } from './mergedProposals';
export type { OpenProposal } from './openProposals';
export {
  createTenantConditionalDecision,
  tenantConditions,
  tenantRules,
} from './permissions/rules';
export {
  createTenantAuthorizer,
  tenantNotAllowed,
  type TenantAuthorizer,
  type TenantPermission,
} from './permissions/tenantAuthorizer';
export {
  findTenantResource,
  tenantResourceRef,
  type TenantResource,
} from './permissions/tenantResource';
export { prepareRequest, type RequestOptions } from './prepareRequest';
export { readProposedTenants, type ProposedTenant } from './proposedTenants';
export { readTenantRequest } from './readTenantRequest';
export type {
  ForgeClient,
  ForgeClientOptions,
  LastChange,
  RepositorySnapshot,
  TenantryRepositoryService,
} from './repositoryService';
export { readRequester, type Requester } from './requester';
export {
  assertMayClose,
  assertRequesterMay,
  type Ownership,
} from './requesterMay';
export { ownerIn, ownerRequested, ownerOnMain } from './tenantOwner';
export { tenantryRepositoryServiceRef } from './tenantryRepositoryServiceRef';
export { sharedRuns } from './sharedRuns';
