import { isMap } from '@tenantry/controls';
import type { KubernetesObject, RenderedObject } from '@tenantry/controls';
import type { Role } from '@tenantry/model';
import type { FoundObject } from '../read/readNamespaces';
import { builtInRoles } from './kubernetes';
import type { PolicyRule } from './kubernetes';
import { meaningless, rightsOf, rightsWithout, rulesOf } from './rights';
import type { Right } from './rights';

const rbac = 'rbac.authorization.k8s.io';

/** Roles for people that every cluster has, and ours that stands in for each. */
export const standIns: Readonly<Record<string, Role>> = {
  'cluster-admin': 'admin',
  admin: 'admin',
  edit: 'developer',
  view: 'viewer',
};

/** Looks up what a role gives. */
export interface RoleBook {
  /** Of a ClusterRole; `undefined` where neither Kubernetes nor the input has it. */
  clusterRole(name: string): readonly Right[] | undefined;
  /** Of a Role in a namespace. */
  role(namespace: string, name: string): readonly Right[] | undefined;
}

/** Roles of Kubernetes and of the input; rules that the input aggregates to a built-in role are added to it. */
export function openRoleBook(objects: readonly FoundObject[]): RoleBook {
  const clusterRules = new Map<string, PolicyRule[]>(
    Object.entries(builtInRoles).map(([name, rules]) => [name, [...rules]]),
  );
  const roles = new Map<string, Right[]>();
  for (const { object } of objects) {
    if (isRole(object, 'Role'))
      roles.set(
        `${object.metadata.namespace}/${object.metadata.name}`,
        rightsOf(rulesOf(object)),
      );
    if (!isRole(object, 'ClusterRole')) continue;
    const { name, labels = {} } = object.metadata;
    const rules = rulesOf(object);
    if (!Object.hasOwn(builtInRoles, name)) clusterRules.set(name, rules);
    for (const built of Object.keys(builtInRoles))
      if (labels[`${rbac}/aggregate-to-${built}`] === 'true')
        clusterRules.get(built)?.push(...rules);
  }
  const known = new Map<string, Right[]>();
  return {
    clusterRole(name) {
      const rules = clusterRules.get(name);
      if (!rules) return undefined;
      const rights = known.get(name) ?? rightsOf(rules);
      known.set(name, rights);
      return rights;
    },
    role: (namespace, name) => roles.get(`${namespace}/${name}`),
  };
}

/** What one of our roles gives, as the controls render it for a cluster. */
export function renderedRole(
  name: string,
  clusterObjects: readonly RenderedObject[],
): Right[] {
  return clusterObjects
    .filter(
      ({ object }) =>
        isRole(object, 'ClusterRole') && object.metadata.name === name,
    )
    .flatMap(({ object }) => rightsOf(rulesOf(object)));
}

/** What changes for whoever is given the second in place of the first. */
export interface RightsChange {
  readonly lost: readonly Right[];
  readonly gained: readonly Right[];
  /** Rights of the first that give nothing, each with the reason. */
  readonly meaningless: readonly { right: Right; reason: string }[];
}

export function compareRights(
  before: readonly Right[],
  after: readonly Right[],
): RightsChange {
  const empty = before.flatMap(right => {
    const reason = meaningless(right);
    return reason === undefined ? [] : [{ right, reason }];
  });
  const idle = new Set(empty.map(({ right }) => right));
  const real = before.filter(right => !idle.has(right));
  return {
    lost: rightsWithout(real, after),
    gained: rightsWithout(after, real),
    meaningless: empty,
  };
}

/** What a binding refers to. */
export interface RoleRef {
  readonly kind: 'Role' | 'ClusterRole';
  readonly name: string;
}

export function roleRefOf({ roleRef }: KubernetesObject): RoleRef | undefined {
  if (!isMap(roleRef) || typeof roleRef.name !== 'string') return undefined;
  const { kind, name } = roleRef;
  return kind === 'Role' || kind === 'ClusterRole' ? { kind, name } : undefined;
}

export function isRole(
  { apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
  asked: 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding',
): boolean {
  return kind === asked && apiVersion.startsWith(`${rbac}/`);
}
