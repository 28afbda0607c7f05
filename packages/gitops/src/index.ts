export { changeSet, changesTo, type FileChange } from './changes';
export type { AskedTenant } from './claims';
export { githubComments } from './comment/githubComments';
export {
  gitlabComments,
  type MergeRequestPlace,
} from './comment/gitlabComments';
export {
  keepComment,
  type KeptComment,
  type PullRequestComments,
} from './comment/keepComment';
export type { Requester } from './commitMessage';
export {
  editSource,
  type Edit,
  type FieldPath,
  type Plain,
} from './edit/editSource';
export {
  tenantEdit,
  type TenantEdit,
  type TenantEditInput,
} from './edit/tenantEdit';
export * from './errors';
export {
  clusterFiles,
  platformFiles,
  repositoryFiles,
  sharedObjects,
  tenantFiles,
  tenantObjects,
  type ObjectsByPath,
} from './files';
export { readFleet, readFleetInSlices, type ReadFleet } from './fleet';
export * from './layout';
export * from './local';
export { digestOf, generator } from './lock';
export { plain, table } from './markdown';
export {
  openMirror,
  type Commit,
  type Mirror,
  type MirrorOptions,
} from './mirror';
export { planChange, type PlanInput } from './plan';
export { planTable } from './planTable';
export * from './posture';
export { prepareProposal, type Proposal, type ProposalInput } from './proposal';
export {
  createClient,
  type ClientLog,
  type ClientOptions,
} from './propose/client';
export {
  closeRequest,
  findRequest,
  type Closed,
  type ClosedBranch,
  type CloseOptions,
  type PullRequestEnd,
} from './propose/closeRequest';
export {
  readProgress,
  type PullAddress,
  type PullProgress,
} from './propose/followPull';
export type { History } from './propose/forge';
export { propose, type ProposeOptions } from './propose/propose';
export type {
  PullRequestOptions,
  RiskLevel,
} from './propose/pullRequestOptions';
export type { Checks } from './propose/readChecks';
export type { CommitMode, Proposed } from './propose/wanted';
export { tenantSource } from './tenantSource';
export {
  treeFromFiles,
  type Files,
  type IgnoredEntry,
  type Tree,
  type TreeFacts,
} from './tree';
export * from './verify';
export { codeOwners, type Owners } from './init/codeOwners';
export { existingFiles } from './init/existingFiles';
export {
  forges,
  newRepository,
  type ForgeKind,
  type NewRepository,
  type NewRepositoryProblem,
} from './init/newRepository';
