import { targets } from './admission/targets';
import type { Control, EnvironmentContext } from './control';
import type { PartialObject } from './objects';

/*
 * An observed environment is an existing namespace before its rules are in force. Nothing in it may break by being
 * adopted, so this file decides, for all controls, what that leaves out (docs/decisions/0020).
 */

/**
 * What a control would put into the environment's namespace, and doesn't as long as it is observed: everything but marks
 * on the Namespace itself, unless the control says that it only adds.
 */
export function notApplied(
  control: Control,
  context: EnvironmentContext,
): readonly PartialObject[] {
  return contributed(control, context).filter(
    object => !isApplied(control, object, context),
  );
}

/** What a control adds to one environment, in force there; nothing where it doesn't apply. */
export function controlContributions(
  control: Control,
  context: EnvironmentContext,
): readonly PartialObject[] {
  return contributed(control, context).filter(object =>
    isApplied(control, object, context),
  );
}

/**
 * Why a control doesn't hold in an environment although everything is as declared: it is observed, and the control refuses
 * nothing there. `undefined` where it holds as everywhere.
 */
export function observedReason(
  control: Control,
  context: EnvironmentContext,
): string | undefined {
  const { observed } = context.environment;
  if (!observed) return undefined;
  const missing = notApplied(control, context).map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );
  const effects = [
    ...(missing.length > 0
      ? [
          `${missing.join(', ')} ${
            missing.length > 1 ? "aren't" : "isn't"
          } applied`,
        ]
      : []),
    ...(warnsOnly(control) ? ['its rules warn and refuse nothing'] : []),
    ...(control.sparesObserved ? ['it leaves the namespace out'] : []),
  ];
  return effects.length > 0
    ? `observed until ${observed.until}: ${effects.join(', and ')}`
    : undefined;
}

/** What a control gives an environment, in the few words of a table cell, and that it isn't in force where it is observed. */
export function summaryOf(
  control: Control,
  context: EnvironmentContext,
): string | undefined {
  const summary = control.summary?.(context);
  return summary === undefined || observedReason(control, context) === undefined
    ? summary
    : `not in force: ${summary}`;
}

/** Whether a control has rules about what lives in namespaces. Those about Namespaces themselves are always in force. */
function warnsOnly({ rules = [], mutations = [] }: Control): boolean {
  return [...rules, ...mutations].some(({ on }) =>
    [on].flat().some(target => targets[target].namespaceSelector !== undefined),
  );
}

function isApplied(
  { additive }: Control,
  { kind }: PartialObject,
  { environment }: EnvironmentContext,
): boolean {
  return !environment.observed || kind === 'Namespace' || additive === true;
}

function contributed(
  { appliesTo, environment }: Control,
  context: EnvironmentContext,
): readonly PartialObject[] {
  return appliesTo?.(context) ?? true ? environment?.(context) ?? [] : [];
}
