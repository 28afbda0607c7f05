import data from './kubernetes.json';

/** One resource of an API server. */
export interface ServedResource {
  readonly kind: string;
  readonly namespaced: boolean;
  /** What the API server answers to; verbs that only rights know, such as `bind`, aren't among them. */
  readonly verbs: readonly string[];
}

/** A rule of a Role, as it is written. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

/** The version that the facts are of. A part of `npm run test:cluster` holds them to a real API server. */
export const kubernetesVersion = data.version;

/** By API group (empty for the core), then by resource, subresources included. */
export const servedResources: Readonly<
  Record<string, Readonly<Record<string, ServedResource>>>
> = data.resources;

/** The ClusterRoles that every cluster has for people, without what operators add to them. */
export const builtInRoles: Readonly<Record<string, readonly PolicyRule[]>> =
  data.roles;

const byGroupAndKind = new Map(
  Object.entries(servedResources).flatMap(([group, resources]) =>
    Object.entries(resources)
      .filter(([name]) => !name.includes('/'))
      .map(([name, served]) => [
        `${group}/${served.kind}`,
        { ...served, name },
      ]),
  ),
);

/** The resource of a built-in kind; `undefined` for what somebody installed. */
export function resourceOfKind(
  group: string,
  kind: string,
): (ServedResource & { readonly name: string }) | undefined {
  return byGroupAndKind.get(`${group}/${kind}`);
}
