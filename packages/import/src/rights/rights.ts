import { isList, isMap } from '@tenantry/controls';
import type { Json, KubernetesObject } from '@tenantry/controls';
import { eachOnce } from '../eachOnce';
import { servedResources } from './kubernetes';
import type { PolicyRule } from './kubernetes';

/** One right: a verb on a resource. `*` stands for every one there is, in group, resource or verb. */
export interface Right {
  readonly group: string;
  readonly resource: string;
  readonly verb: string;
  /** Only on the object of this name. */
  readonly name?: string;
}

/** Verbs that no request has, and that mean something to those who judge rights. */
const meantByAuthorizers: Readonly<Record<string, readonly string[]>> = {
  serviceaccounts: ['impersonate'],
  'roles.rbac.authorization.k8s.io': ['bind', 'escalate'],
  'clusterroles.rbac.authorization.k8s.io': ['bind', 'escalate'],
};

/** Verbs that some request has, or that some authorizer looks for, whatever the resource. */
const everyVerb = new Set([
  ...Object.values(servedResources).flatMap(resources =>
    Object.values(resources).flatMap(({ verbs }) => verbs),
  ),
  ...Object.values(meantByAuthorizers).flat(),
  ...[
    'approve',
    'attest',
    'proxy',
    'request-serviceaccounts-token-audience',
    'sign',
    'use',
  ],
]);

/** The rules of a Role or ClusterRole; none where they are not written as rules are. */
export function rulesOf({ rules }: KubernetesObject): PolicyRule[] {
  return isList(rules) ? rules.flatMap(ruleOf) : [];
}

/** Every right that rules give, each once. */
export function rightsOf(rules: readonly PolicyRule[]): Right[] {
  const rights = rules.flatMap(rule =>
    (rule.apiGroups ?? []).flatMap(group =>
      (rule.resources ?? []).flatMap(resource =>
        rule.verbs.flatMap(verb =>
          (rule.resourceNames ?? []).length > 0
            ? (rule.resourceNames ?? []).map(name => ({
                group,
                resource,
                verb,
                name,
              }))
            : [{ group, resource, verb }],
        ),
      ),
    ),
  );
  return eachOnce(rights.flatMap(expanded));
}

/** Those of `rights` that `given` doesn't hold. */
export function rightsWithout(
  rights: readonly Right[],
  given: readonly Right[],
): Right[] {
  const held = new Set(given.map(key));
  const wide = given.filter(right =>
    [right.group, right.resource, right.verb].includes('*'),
  );
  return rights.filter(
    right =>
      !held.has(key(right)) &&
      !(
        right.name !== undefined && held.has(key({ ...right, name: undefined }))
      ) &&
      !wide.some(
        candidate =>
          matches(candidate.group, right.group) &&
          matches(candidate.resource, right.resource) &&
          matches(candidate.verb, right.verb),
      ),
  );
}

/** Why a right gives nothing on Kubernetes 1.36; `undefined` where it does, or where nobody here can say. */
export function meaningless({
  group,
  resource,
  verb,
}: Right): string | undefined {
  if ([group, resource, verb].includes('*')) return undefined;
  const served = Object.hasOwn(servedResources, group)
    ? servedResources[group]
    : undefined;
  if (!served) {
    if (isBuiltInGroup(group)) return `the API group ${group} is gone`;
    return everyVerb.has(verb) || verb.includes(':')
      ? undefined
      : `no request has the verb ${verb}`;
  }
  if (!Object.hasOwn(served, resource))
    return `${group || 'the core group'} has no ${resource}`;
  const special =
    meantByAuthorizers[group ? `${resource}.${group}` : resource] ?? [];
  return served[resource].verbs.includes(verb) || special.includes(verb)
    ? undefined
    : `${resource} has no verb ${verb}`;
}

/** Rights in a few words, by what they are on: `create, delete pods; get secrets`. */
export function rightWords(rights: readonly Right[]): string[] {
  const verbs = new Map<string, string[]>();
  for (const { group, resource, verb, name } of rights) {
    const what = `${resource}${group ? `.${group}` : ''}${
      name === undefined ? '' : ` ${name}`
    }`;
    verbs.set(what, [...(verbs.get(what) ?? []), verb]);
  }
  const byVerbs = new Map<string, string[]>();
  for (const [what, list] of verbs) {
    const words = [...list].sort().join(', ');
    byVerbs.set(words, [...(byVerbs.get(words) ?? []), what]);
  }
  return Array.from(
    byVerbs,
    ([words, resources]) => `${words} ${[...resources].sort().join(', ')}`,
  ).sort();
}

/** `*` as everything that is served, where the group is one that Kubernetes brings; else it stays a star. */
function expanded(right: Right): Right[] {
  const { group, resource, verb } = right;
  if (group === '*') return [right];
  const served = Object.hasOwn(servedResources, group)
    ? servedResources[group]
    : undefined;
  if (!served) return [right];
  if (resource === '*')
    return Object.keys(served).flatMap(name =>
      expanded({ ...right, resource: name }),
    );
  if (verb !== '*' || !Object.hasOwn(served, resource)) return [right];
  return served[resource].verbs.map(one => ({ ...right, verb: one }));
}

/** Groups without a dot are Kubernetes' own: nobody else can install one. */
function isBuiltInGroup(group: string): boolean {
  return !group.includes('.');
}

function matches(pattern: string, value: string): boolean {
  return pattern === '*' || pattern === value;
}

function key({ group, resource, verb, name }: Right): string {
  return `${group}/${resource} ${verb} ${name ?? ''}`;
}

function ruleOf(rule: Json): PolicyRule[] {
  if (!isMap(rule)) return [];
  const texts = (value: Json | undefined) =>
    isList(value) ? value.map(String) : [];
  return [
    {
      apiGroups: texts(rule.apiGroups),
      resources: texts(rule.resources),
      resourceNames: texts(rule.resourceNames),
      nonResourceURLs: texts(rule.nonResourceURLs),
      verbs: texts(rule.verbs),
    },
  ];
}
