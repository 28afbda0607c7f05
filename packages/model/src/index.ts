export { Access, Role } from './access';
export { isAmbiguousScalar } from './ambiguousScalar';
export { checkName } from './checkName';
export { checkTenant, type CheckOptions } from './checkTenant';
export { Cidr, cidrProblem, IpAddress, addressProblem } from './cidrs';
export {
  cidrsContaining,
  cidrsOverlap,
  normaliseCidrs,
  subtractCidrs,
  unionCovers,
} from './cidrSets';
export { Cluster, ClusterSpec, type ClusterSpecInput } from './cluster';
export { CalendarDate, dateProblem, dayOf } from './dates';
export { closest } from './didYouMean';
export { API_VERSION } from './document';
export { defaultOffer } from './defaultOffer';
export { EgressCidr, egressCidrProblem } from './egressCidrs';
export { GroupRef, groupRefProblem, parseGroupRef } from './entityRefs';
export {
  EgressRule,
  Environment,
  isOverdue,
  Observed,
  Peer,
  platformFields,
  type PlatformField,
} from './environment';
export { Exception, Exceptions, exceptionsOf, isExpired } from './exceptions';
export {
  allFields,
  documentNames,
  fieldAddress,
  findFields,
  type DocumentName,
  type Field,
} from './fields';
export type { Finding } from './finding';
export type { Fleet } from './fleet';
export {
  forbiddenRanges,
  indexFleet,
  placeKey,
  type FleetIndex,
} from './fleetIndex';
export { Group, groupProblem } from './groups';
export { Host, hostAndAbove, hostProblem, isAtOrBelow } from './hosts';
export { keptNamespaces } from './keptNamespaces';
export { jsonSchemas, type JsonSchema } from './jsonSchema';
export {
  EnvironmentName,
  environmentNameProblem,
  TenantName,
  tenantNameProblem,
} from './names';
export { KubernetesVersion, ServerUrl } from './kubernetesTexts';
export { skeleton } from './lookalikes';
export { adoptedNamespaceProblem, namespaceOf } from './namespaces';
export { NEVER_EGRESS, type ForbiddenRange } from './neverEgress';
export {
  locateProblems,
  parseCluster,
  parseExceptions,
  parsePlatform,
  parseTenant,
  type ParseOptions,
} from './parse';
export { formatPath, type Path } from './paths';
export { Platform, PlatformSpec, type PlatformSpecInput } from './platform';
export { Port, portProblem, Ports, splitPort, type Protocol } from './ports';
export {
  formatProblems,
  InvalidInputError,
  unwrap,
  type Problem,
  type Result,
} from './problems';
export { Profile } from './profile';
export {
  Bytes,
  canonicalQuantity,
  compareQuantities,
  Cpu,
  quantityProblem,
  quantityValue,
  type QuantityKind,
} from './quantities';
export { Registry, registryProblem } from './registries';
export { Repository, repositoryProblem } from './repositories';
export {
  requestFromTenant,
  tenantFromRequest,
  TenantRequest,
  type TenantRequestInput,
} from './request';
export { isComponentNamespace, reservedReason } from './reservedNames';
export {
  resolveEnvironment,
  resolveEnvironments,
  type ResolvedEnvironment,
} from './resolveEnvironments';
export { Runtime, RuntimeFacts, RUNTIMES, Toleration } from './runtime';
export { Amounts, Size } from './size';
export { suggestName } from './suggestName';
export { Tenant, TenantSpec } from './tenant';
export { freeText, textProblem } from './text';
export type { Complaint } from './complaint';
export {
  parseTenantRequest,
  validateCluster,
  validatePlatform,
  validateTenant,
} from './validate';
