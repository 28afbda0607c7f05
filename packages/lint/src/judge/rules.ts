import type { Path } from '@tenantry/model';
import { resourceOf } from '../cluster/resources';
import { firstLine } from '../cluster/rules';
import type { CompiledPolicy, CompiledRule } from '../cluster/rules';
import { patched } from '../cluster/mutate';
import type { Place } from '../cluster/place';
import { isList, isMap, textAt, toValue, valueAt } from '../value';
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

/** An object after the policies that change it, and what kept one of them from reading it. */
export interface Mutated {
  readonly object: ValueMap;
  readonly faults: readonly string[];
}

export function mutated(
  object: ValueMap,
  requester: Requester,
  place: Place,
): Mutated {
  return policiesFor(object, place)
    .flatMap(policy => policy.patches.map(patch => ({ policy, patch })))
    .reduce<Mutated>(
      (before, { policy, patch }) => {
        const variables = variablesOf(before.object, policy, requester, place);
        try {
          const operations = toValue(patch(variables));
          return isList(operations)
            ? { ...before, object: patched(before.object, operations) }
            : before;
        } catch (fault) {
          return { ...before, faults: [...before.faults, firstLine(fault)] };
        }
      },
      { object, faults: [] },
    );
}

/**
 * The validations that the creation of the object breaks, each at the fields that break it.
 *
 * @param said - messages that needn't be told again
 */
export function ruleViolations(
  { object, faults: before }: Mutated,
  requester: Requester,
  place: Place,
  said: ReadonlySet<string>,
): Violation[] {
  const failed: { rule: CompiledRule; policy: CompiledPolicy }[] = [];
  const faults = new Set(before);
  for (const policy of policiesFor(object, place)) {
    const variables = variablesOf(object, policy, requester, place);
    for (const rule of policy.rules) {
      if (said.has(rule.message)) continue;
      const { outcome, fault } = ask(rule, variables);
      if (outcome === 'fail') failed.push({ rule, policy });
      if (fault !== undefined) faults.add(fault);
    }
  }
  const refusals = failed.flatMap(({ rule, policy }) => {
    const judge = (changed: ValueMap) =>
      ask(rule, variablesOf(changed, policy, requester, place)).outcome;
    const found = culprits(object, judge);
    const paths =
      found.length > 0 ? found : [mentioned(object, rule.message) ?? []];
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

/**
 * The first field of the object that the message names, in the way that only fields are written: `storageClassName`. For
 * a field that has to be there and say something else, since taking it away satisfies nothing.
 */
function mentioned(object: ValueMap, message: string): Path | undefined {
  const names = new Set(message.match(/\b[a-z]+[A-Z]\w*\b/g));
  const search = (value: Value, path: Path): Path | undefined => {
    const keys = isList(value)
      ? [...value.keys()]
      : Object.keys(isMap(value) ? value : {});
    const own = keys.find(key => names.has(String(key)));
    if (own !== undefined) return [...path, own];
    return keys
      .map(key => {
        const inner = valueAt(value, [key]);
        return inner === undefined ? undefined : search(inner, [...path, key]);
      })
      .find(inner => inner !== undefined);
  };
  return search(object, []);
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
  const resource = resourceIn(object);
  return place.rules.policies.filter(({ matches }) => matches(resource));
}

function resourceIn(object: ValueMap) {
  const apiVersion = textAt(object, 'apiVersion') ?? '';
  const kind = textAt(object, 'kind') ?? '';
  const version = apiVersion.split('/').at(-1) ?? '';
  return { ...resourceOf({ apiVersion, kind }), version };
}

function kindOf(object: ValueMap) {
  const { group, version } = resourceIn(object);
  return { group, version, kind: textAt(object, 'kind') ?? '' };
}

/** What an expression may name. A variable of the policy is evaluated when it is first asked for, and once. */
function variablesOf(
  object: ValueMap,
  { variables }: CompiledPolicy,
  { username, groups }: Requester,
  place: Place,
): Readonly<Record<string, unknown>> {
  // To the library a Map is a map of CEL that is asked for each key.
  const own = new Map<string, unknown>();
  const everything = {
    object,
    oldObject: null,
    request: {
      operation: 'CREATE',
      kind: kindOf(object),
      resource: resourceIn(object),
      namespace: place.context.namespace,
      name: textAt(object, 'metadata', 'name') ?? '',
      userInfo: { username, groups },
      dryRun: false,
    },
    namespaceObject: place.namespace,
    variables: Object.assign(own, {
      get(name: string) {
        if (!own.has(name)) own.set(name, variables.get(name)?.(everything));
        return Map.prototype.get.call(own, name);
      },
    }),
  };
  return everything;
}
