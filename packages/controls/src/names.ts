/** Labels, annotations and object names that several controls, or readers outside, rely on. */
export const domain = 'tenantry.dev';

export const labels = {
  managedBy: 'app.kubernetes.io/managed-by',
  tenant: `${domain}/tenant`,
  environment: `${domain}/environment`,
  /** The day until which rules warn and refuse nothing; absent where they are in force. */
  observed: `${domain}/observed`,
  runtimeClass: `${domain}/runtime-class`,
  /** The pool of nodes that the pods run on; absent where they share everybody's. */
  nodePool: `${domain}/node-pool`,
  /** Present where pods must have user IDs of their own. */
  userNamespaces: `${domain}/user-namespaces`,
} as const;

export const annotations = {
  /** Ids of the controls that contributed to the object, comma-separated, in registry order. */
  controls: `${domain}/controls`,
  title: `${domain}/title`,
  owner: `${domain}/owner`,
  profile: `${domain}/profile`,
  size: `${domain}/size`,
  /** In a report: the digest of the rules that were in force, and when the proof was made. */
  rules: `${domain}/rules`,
  provedAt: `${domain}/proved-at`,
  /** Ids of the controls that are switched off, comma-separated and sorted; absent where none is. */
  exceptions: `${domain}/exceptions`,
  /** Set by the platform before a Namespace may be deleted. */
  deletion: `${domain}/deletion`,
  /** Groups that a RoleBinding in the namespace may name, comma-separated. */
  groups: `${domain}/groups`,
  /** Where images may come from, comma-separated. */
  registries: `${domain}/registries`,
  /** The largest emptyDir, on disk and in memory. */
  scratch: `${domain}/scratch`,
  memoryScratch: `${domain}/memory-scratch`,
  /** Host names the tenant may route, comma-separated. */
  hosts: `${domain}/hosts`,
  /** The class of Ingress that the tenant may use. */
  ingressClass: `${domain}/ingress-class`,
} as const;

/** What the annotation `deletion` says when the Namespace may be deleted. */
export const deletionApproved = 'approved';

export const managedBy = 'tenantry';

/** The label by which the API server holds a Namespace to a Pod Security Standard. */
export const podSecurityLabel = 'pod-security.kubernetes.io/enforce';

/** Label and taint of nodes that one tenant has for itself. A kubelet can't set a label of this prefix on its Node. */
export const nodePoolKey = 'node-restriction.kubernetes.io/tenantry-pool';

/** Namespaces of the platform's own service accounts. */
export const systemNamespace = 'tenantry-system';
export const deployersNamespace = 'tenantry-deployers';

/** The service account that applies the guard-rails, and the user name it has on the API server. */
export const guardRailsAccount = 'guard-rails';
export const guardRailsUser = `system:serviceaccount:${systemNamespace}:${guardRailsAccount}`;

/** ClusterRoles that are applied by hand, for whoever observes and whoever proves. */
export const observerRoleName = 'tenantry-observer';
export const proverRoleName = 'tenantry-prover';

/** The one ResourceQuota and LimitRange of a namespace, and the prefix of everything shared by tenants. */
export const sharedName = 'tenantry';
