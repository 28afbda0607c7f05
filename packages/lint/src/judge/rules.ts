import type { Path } from '@tenantry/model';
import { resourceOf } from '../cluster/resources';
import { firstLine } from '../cluster/rules';
import type { CompiledPolicy, CompiledRule } from '../cluster/rules';
import { patched } from '../cluster/mutate';
import type { Place } from '../cluster/place';
import { isList, textAt } from '../value';
import type { Value, ValueMap } from '../value';
import { culprits } from './culprits';
import type { Outcome } from './culprits';
import { error } from './violation';
import type { Violation } from './violation';

/** Who creates. */
export interface Requester {
  readonly username: string;
  readonly groups: readonly string[];
}

/** The object after the policies that change it. */
export function mutated(
  object: ValueMap,
  requester: Requester,
  place: Place,
): ValueMap {
  return policiesFor(object, place)
    .filter(({ patches }) => patches.length > 0)
    .reduce((changing, policy) => {
      const variables = variablesOf(changing, policy, requester, place);
      return policy.patches.reduce((result, patch) => {
        const operations = patch(variables) as Value;
        return isList(operations) ? patched(result, operations) : result;
      }, changing);
    }, object);
}

/** The validations that the creation of the object breaks, each at the fields that break it. */
export function ruleViolations(
  object: ValueMap,
  requester: Requester,
  place: Place,
): Violation[] {
  const failed: { rule: CompiledRule; policy: CompiledPolicy }[] = [];
  const faults = new Set<string>();
  for (const policy of policiesFor(object, place)) {
    const variables = variablesOf(object, policy, requester, place);
    for (const rule of policy.rules) {
      const { outcome, fault } = ask(rule, variables);
      if (outcome === 'fail') failed.push({ rule, policy });
      if (fault !== undefined) faults.add(fault);
    }
  }
  const refusals = failed.flatMap(({ rule, policy }) => {
    const judge = (changed: ValueMap) =>
      ask(rule, variablesOf(changed, policy, requester, place)).outcome;
    const found = culprits(object, judge);
    const paths: Path[] = found.length > 0 ? found : [[]];
    return paths.map(path => error(rule.control, rule.message, path));
  });
  // What no rule can read is no object of its kind: the API server would say so once.
  return faults.size > 0
    ? [
        ...refusals,
        error(
          'invalid',
          `isn't a valid ${textAt(object, 'kind') ?? 'object'}: ${[
            ...faults,
          ].join('; ')}`,
        ),
      ]
    : refusals;
}

function ask(
  { program }: CompiledRule,
  variables: Readonly<Record<string, unknown>>,
): { readonly outcome: Outcome; readonly fault?: string } {
  try {
    return { outcome: program(variables) === true ? 'pass' : 'fail' };
  } catch (fault) {
    return { outcome: 'error', fault: firstLine(fault) };
  }
}

function policiesFor(object: ValueMap, place: Place): CompiledPolicy[] {
  const resource = resourceOf({
    apiVersion: textAt(object, 'apiVersion') ?? '',
    kind: textAt(object, 'kind') ?? '',
  });
  return place.rules.policies.filter(({ matches }) => matches(resource));
}

/** What an expression may name. A variable of the policy is evaluated when it is first asked for, and once. */
function variablesOf(
  object: ValueMap,
  { variables }: CompiledPolicy,
  { username, groups }: Requester,
  place: Place,
): Readonly<Record<string, unknown>> {
  const own: Record<string, unknown> = {};
  const everything = {
    object,
    request: {
      operation: 'CREATE',
      namespace: place.context.namespace,
      name: textAt(object, 'metadata', 'name') ?? '',
      userInfo: { username, groups },
    },
    namespaceObject: place.namespace,
    variables: own,
  };
  for (const [name, program] of variables)
    Object.defineProperty(own, name, {
      enumerable: true,
      configurable: true,
      get() {
        const value = program(everything);
        Object.defineProperty(own, name, { enumerable: true, value });
        return value;
      },
    });
  return everything;
}
