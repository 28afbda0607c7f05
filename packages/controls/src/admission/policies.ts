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
  readonly matchConstraints: JsonMap;
  readonly variables: JsonMap[];
  readonly validations: readonly { expression: string; message: string }[];
  /** CEL, each a list of JSON patches. */
  readonly patches: readonly string[];
}

/**
 * The rules of all controls, by control and policy: one policy per target and kind, a constant number per cluster. The
 * message of every validation begins with its control's id, which is how a refusal is attributed.
 */
export function policyParts(
  controls: readonly Control[],
  context: ClusterContext,
): PolicyPart[] {
  return controls.flatMap(control => [
    ...byTarget(control.rules ?? []).map(([target, rules]) =>
      validating(control.id, target, rules, context),
    ),
    ...byTarget(control.mutations ?? []).map(([target, mutations]) =>
      mutating(control.id, target, mutations, context),
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
  control: string,
  target: Target,
  rules: readonly Rule[],
  context: ClusterContext,
): PolicyPart {
  const { unless, resourceRules, namespaceSelector } = targets[target];
  return {
    control,
    kind: 'validating',
    name: `tenantry-${target}`,
    matchConstraints: {
      resourceRules,
      ...(namespaceSelector ? { namespaceSelector } : {}),
    },
    variables: variablesOf(target, context),
    validations: rules.map(rule => {
      const required = expressionFor(rule.require, context);
      return {
        expression: rule.everyRequest ? required : `${unless} || (${required})`,
        message: `${control}: ${rule.message}`,
      };
    }),
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
  return {
    control,
    kind: 'mutating',
    name: `tenantry-${target}`,
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [''],
          apiVersions: ['*'],
          operations: ['CREATE'],
          resources: ['pods'],
          scope: 'Namespaced',
        },
      ],
      ...(namespaceSelector ? { namespaceSelector } : {}),
    },
    variables: variablesOf(target, context),
    validations: [],
    patches: mutations.map(({ patch }) => expressionFor(patch, context)),
  };
}

function variablesOf(target: Target, context: ClusterContext): JsonMap[] {
  return Object.entries(targets[target].variables(context)).map(
    ([name, expression]) => ({ name, expression }),
  );
}
