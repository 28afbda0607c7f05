export { readChange, type Change, type Conflict } from './change';
export * from './errors';
export { folderTree } from './folderTree';
export {
  openLocalRepository,
  type LocalRepository,
  type Merge,
} from './localRepository';
export { plansBody, type PlansBodyInput } from './plansBody';
export { planLocal, type LocalPlans, type TenantPlan } from './planLocal';
export { readClusters } from './readClusters';
export { repositoryPages } from './repositoryPages';
export {
  renderTree,
  type RenderSelection,
  type TreeRendering,
} from './renderTree';
export { LinkInTheWayError, writeChanges } from './writeChanges';
