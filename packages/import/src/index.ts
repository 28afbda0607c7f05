export { adoptions, type Adoption } from './adopt';
export { dispositions } from './disposition';
export type { Disposition, Effect, Note, ObjectReport } from './disposition';
export { groupTenants, type Grouping, type TenantGroup } from './groupTenants';
export type { ImportHints, PlatformNamespace } from './hints';
export {
  importFleet,
  type Import,
  type ImportInput,
  type ImportOptions,
} from './importFleet';
export { mapNamespace, type Goal, type NamespaceMap } from './mapNamespace';
export { readNamespaces } from './read/readNamespaces';
export type {
  FoundNamespace,
  FoundNamespaces,
  FoundObject,
  InputFile,
  Place,
  UnreadableDocument,
} from './read/readNamespaces';
export type * from './report/report';
export type { FoundSupportGroup, SupportThreshold } from './owners';
export type { SuggestedProfile, SuggestedSize, Suggestions } from './suggest';
export { formatReport, type ReportOptions } from './report/formatReport';
export { importFiles, type ImportFiles } from './files/importFiles';
export type { SourceChange } from './files/sourceChanges';
export { builtInRoles, servedResources } from './rights/kubernetes';
