import { targets } from './targets';
import type { Target, TargetDefinition } from './targets';
import type { Mutation, Rule } from './rule';
import type { ClusterContext, Control } from '../control';
import type { Contribution } from '../merge';
import type { JsonMap, PartialObject } from '../objects';

const apiVersion = 'policies.kyverno.io/v1';

/**
 * The rules of all controls as Kyverno policies (1.19 or newer), one per target and kind: a constant number per
 * cluster. The message of every validation begins with its control's id, which is how a refusal is attributed.
 *
 * Each control contributes its own validations; merging makes one policy of them.
 */
export function compileKyverno(
  controls: readonly Control[],
  context: ClusterContext,
): Contribution[] {
  return controls.flatMap(control => [
    ...byTarget(control.rules ?? []).map(([target, rules]) => ({
      control: control.id,
      object: validatingPolicy(control.id, target, rules, context),
    })),
    ...byTarget(control.mutations ?? []).map(([target, mutations]) => ({
      control: control.id,
      object: mutatingPolicy(target, mutations, context),
    })),
  ]);
}

function byTarget<T extends { readonly on: Target }>(
  items: readonly T[],
): [Target, T[]][] {
  const groups = new Map<Target, T[]>();
  for (const item of items)
    groups.set(item.on, [...(groups.get(item.on) ?? []), item]);
  return [...groups];
}

function validatingPolicy(
  id: string,
  target: Target,
  rules: readonly Rule[],
  context: ClusterContext,
): PartialObject {
  return {
    apiVersion,
    kind: 'ValidatingPolicy',
    metadata: { name: `tenantry-${target}` },
    spec: {
      validationActions: ['Deny'],
      failurePolicy: 'Fail',
      evaluation: {
        admission: { enabled: true },
        background: { enabled: false },
      },
      matchConstraints: matchConstraints(targets[target]),
      variables: variablesOf(targets[target], context),
      validations: rules.map(({ require, message }) => ({
        expression: require,
        message: `${id}: ${message}`,
      })),
    },
  };
}

function mutatingPolicy(
  target: Target,
  mutations: readonly Mutation[],
  context: ClusterContext,
): PartialObject {
  const definition = targets[target];
  return {
    apiVersion,
    kind: 'MutatingPolicy',
    metadata: { name: `tenantry-${target}` },
    spec: {
      failurePolicy: 'Fail',
      reinvocationPolicy: 'IfNeeded',
      evaluation: { admission: { enabled: true } },
      matchConstraints: matchConstraints({
        ...definition,
        resourceRules: definition.resourceRules.flatMap(creation),
      }),
      variables: variablesOf(definition, context),
      mutations: mutations.map(({ patch }) => ({
        patchType: 'JSONPatch',
        jsonPatch: { expression: patch },
      })),
    },
  };
}

/** Mutations act when an object is created; most fields of a Pod can't be changed afterwards. */
function creation(
  rule: TargetDefinition['resourceRules'][number],
): TargetDefinition['resourceRules'][number][] {
  return rule.operations.includes('CREATE')
    ? [{ ...rule, operations: ['CREATE'] }]
    : [];
}

function matchConstraints({
  resourceRules,
  namespaceSelector,
}: TargetDefinition): JsonMap {
  return { resourceRules, ...(namespaceSelector ? { namespaceSelector } : {}) };
}

function variablesOf(
  { variables }: TargetDefinition,
  context: ClusterContext,
): JsonMap[] {
  return Object.entries(variables(context)).map(([name, expression]) => ({
    name,
    expression,
  }));
}
