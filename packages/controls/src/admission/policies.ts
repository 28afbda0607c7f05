import type { ClusterContext, Control } from '../control';
import type { JsonMap } from '../objects';
import { expressionFor } from './rule';
import type { Mutation, Rule } from './rule';
import { targets } from './targets';
import type { Target } from './targets';

/** A control's share of one policy, before it is written in a dialect. */
export interface PolicyPart {
  readonly control: string;
  readonly kind: 'validating' | 'mutating';
  /** The policy's name in every dialect. */
  readonly name: string;
  readonly resourceRules: readonly JsonMap[];
  /** Whether it is about what lives in tenants' namespaces, which may be observed, or about Namespaces themselves. */
  readonly inNamespaces: boolean;
  readonly variables: JsonMap[];
  readonly validations: readonly { expression: string; message: string }[];
  /**
   * CEL, a list of JSON patches: those of all controls, because a policy takes the object apart and puts it together
   * again for each expression.
   */
  readonly patches: readonly string[];
}

/** The name of what tells in observed namespaces what the policy refuses in the others. */
export function observedName(policy: string): string {
  return `${policy}-observed`;
}

/**
 * The rules of all controls, by control and policy: one policy per target and kind, a constant number per cluster. The
 * message of every validation begins with its control's id, which is how a refusal is attributed.
 *
 * @param among - all controls whose patches stand in one expression with these controls' own
 */
export function policyParts(
  controls: readonly Control[],
  context: ClusterContext,
  among: readonly Control[] = controls,
): PolicyPart[] {
  const allMutations = among.flatMap(({ mutations = [] }) => mutations);
  return controls.flatMap(control => [
    ...byTarget(control.rules ?? []).map(([target, rules]) =>
      validating(control, target, rules, context),
    ),
    ...byTarget(control.mutations ?? []).map(([target]) =>
      mutating(
        control.id,
        target,
        allMutations.filter(({ on }) => on === target),
        context,
      ),
    ),
  ]);
}

function byTarget<T extends { readonly on: Target | readonly Target[] }>(
  items: readonly T[],
): [Target, T[]][] {
  const groups = new Map<Target, T[]>();
  for (const item of items) {
    for (const target of [item.on].flat() as Target[])
      groups.set(target, [...(groups.get(target) ?? []), item]);
  }
  return [...groups];
}

function validating(
  { id: control, whenExcepted }: Control,
  target: Target,
  rules: readonly Rule[],
  context: ClusterContext,
): PolicyPart {
  const { resourceRules, namespaceSelector } = targets[target];
  // Only what lives in a namespace can be told by it that a control is switched off.
  const excepted =
    whenExcepted !== undefined && namespaceSelector !== undefined
      ? [`'${control}' in variables.exceptions`]
      : [];
  const validations = rules.map(rule => {
    const passedOver = [
      ...(rule.everyRequest ? [] : ['variables.isPassedOver']),
      ...excepted,
    ];
    const required = expressionFor(rule.require, context);
    return {
      expression:
        passedOver.length > 0
          ? `${passedOver.join(' || ')} || (${required})`
          : required,
      message: `${control}: ${rule.message}`,
    };
  });
  return {
    control,
    kind: 'validating',
    name: `tenantry-${target}`,
    resourceRules,
    inNamespaces: namespaceSelector !== undefined,
    variables: variablesFor(
      validations.map(({ expression }) => expression),
      target,
      context,
    ),
    validations,
    patches: [],
  };
}

/** Mutations act when a pod is created; most of its fields can't be changed afterwards. */
function mutating(
  control: string,
  target: Target,
  mutations: readonly Mutation[],
  context: ClusterContext,
): PolicyPart {
  const { namespaceSelector } = targets[target];
  const patch = mutations
    .map(mutation => `(${expressionFor(mutation.patch, context)})`)
    .join(' + ');
  return {
    control,
    kind: 'mutating',
    name: `tenantry-${target}`,
    resourceRules: [
      {
        apiGroups: [''],
        apiVersions: ['*'],
        operations: ['CREATE'],
        resources: ['pods'],
        scope: 'Namespaced',
      },
    ],
    inNamespaces: namespaceSelector !== undefined,
    variables: variablesFor([patch], target, context),
    validations: [],
    patches: [patch],
  };
}

/** The variables that these expressions use, also by way of other variables, each after those it uses itself. */
function variablesFor(
  expressions: readonly string[],
  target: Target,
  context: ClusterContext,
): JsonMap[] {
  const { variables, unless } = targets[target];
  const all = Object.entries({ ...variables(context), isPassedOver: unless });
  const used = new Set<string>();
  const pending = [...expressions];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const [, name] of next.matchAll(/\bvariables\.(\w+)/g)) {
      if (used.has(name)) continue;
      used.add(name);
      pending.push(all.find(([known]) => known === name)?.[1] ?? '');
    }
  }
  return all
    .filter(([name]) => used.has(name))
    .map(([name, expression]) => ({ name, expression }));
}
