import { isExpired, type Exception } from '@tenantry/model';
import { targets } from './admission/targets';
import type { Control, EnvironmentContext } from './control';
import type { PartialObject } from './objects';

/*
 * Two things keep a control out of force in an environment where everything is as declared. This file decides, for all
 * controls, what each leaves out:
 * - An observed environment is an existing namespace before its rules are in force. Nothing in it may break by being
 *   adopted (docs/decisions/0020).
 * - An exception switches off the rules of one control, and nothing else (docs/decisions/0022).
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

/** What switches a control off in an environment; never one whose file doesn't say what is then open. */
export function exceptionOf(
  { id, whenExcepted }: Pick<Control, 'id' | 'whenExcepted'>,
  { exceptions }: Pick<EnvironmentContext, 'exceptions'>,
): Exception | undefined {
  return whenExcepted === undefined
    ? undefined
    : exceptions.find(({ control }) => control === id);
}

/**
 * Why a control doesn't hold in an environment although everything is as declared: it is switched off there, or the
 * environment is observed and the control refuses nothing. `undefined` where it holds as everywhere.
 *
 * @param today year-month-day; when given, an exception whose last day is over is said to be. It stands all the same,
 * until somebody takes it away: what is in force doesn't hang on a clock.
 */
export function notInForce(
  control: Control,
  context: EnvironmentContext,
  today?: string,
): string | undefined {
  return (
    exceptedReason(control, context, today) ?? observedReason(control, context)
  );
}

/** `excepted until 2027-01-31 (SEC-1234)`. */
export function exceptedUntil({ expires, ticket }: Exception): string {
  return `excepted until ${expires} (${ticket})`;
}

function exceptedReason(
  control: Control,
  context: EnvironmentContext,
  today: string | undefined,
): string | undefined {
  const exception = exceptionOf(control, context);
  if (!exception) return undefined;
  const { expires, ticket, approver } = exception;
  const passed =
    today !== undefined && isExpired(exception, today)
      ? ', a day that has passed'
      : '';
  return `excepted until ${expires}${passed} (${ticket}, approved by ${approver}): ${control.whenExcepted}`;
}

function observedReason(
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

/** What a control gives an environment, in the few words of a table cell, and that it isn't in force where it isn't. */
export function summaryOf(
  control: Control,
  context: EnvironmentContext,
): string | undefined {
  const exception = exceptionOf(control, context);
  if (exception) return exceptedUntil(exception);
  const summary = control.summary?.(context);
  return summary === undefined || notInForce(control, context) === undefined
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

/** @throws Error where an exception would seem to leave out what it doesn't. */
function contributed(
  { id, appliesTo, environment, whenExcepted }: Control,
  context: EnvironmentContext,
): readonly PartialObject[] {
  const objects =
    appliesTo?.(context) ?? true ? environment?.(context) ?? [] : [];
  const more = objects.find(({ kind }) => kind !== 'Namespace');
  if (whenExcepted !== undefined && more)
    throw new Error(
      `${id} can't be excepted: it puts a ${more.kind} into the namespace, which an exception doesn't leave out`,
    );
  return objects;
}
