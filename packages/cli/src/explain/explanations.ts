import { findControl, registry } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import { verifyRules } from '@tenantry/gitops';
import {
  allFields,
  closest,
  fieldAddress,
  findFields,
  type Field,
} from '@tenantry/model';
import {
  controlExplanation,
  stoppedRows,
  type ControlExplanation,
  type StoppedRow,
} from './controlExplanation';

export interface AttackExplanation {
  readonly kind: 'attack';
  readonly row: string;
  readonly controls: readonly (StoppedRow & {
    readonly id: string;
    readonly title: string;
  })[];
}

export interface RuleExplanation {
  readonly kind: 'rule';
  readonly name: string;
  readonly title: string;
  readonly why: string;
  readonly wayOut: string;
}

export interface FieldExplanation
  extends Omit<Field, 'fields' | 'document' | 'path'> {
  readonly kind: 'field';
  readonly field: string;
  readonly fields: readonly {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
  }[];
}

export type Explanation =
  | ControlExplanation
  | AttackExplanation
  | RuleExplanation
  | FieldExplanation;

/**
 * Everything that somebody may mean: the id of a control, a row of the attack catalogue, a rule of the required check, a
 * field, or the text of a refusal, which names its control.
 */
export function explanationsOf(text: string): Explanation[] {
  const wanted = text.trim();
  const control = findControl(wanted.toLowerCase());
  const named = [
    ...(control ? [controlExplanation(control)] : []),
    ...attackExplanation(wanted.toUpperCase()),
    ...ruleExplanation(wanted.toLowerCase()),
    ...findFields(wanted).map(fieldExplanation),
  ];
  return named.length > 0 ? named : refusedBy(wanted).map(controlExplanation);
}

/** What can be asked for, by what it is. */
export function explainable() {
  return {
    controls: registry.map(({ id }) => id),
    attacks: rows(),
    rules: Object.keys(verifyRules),
    fields: allFields().map(fieldAddress),
  };
}

/** What was probably meant by something that is nothing. */
export function suggestionFor(text: string): string | undefined {
  const { controls, attacks, rules, fields } = explainable();
  const last = (address: string) => address.split('.').at(-1) ?? address;
  return (
    closest(text, [...controls, ...rules, ...attacks]) ??
    closest(text, fields) ??
    closest(text, [...new Set(fields.map(last))])
  );
}

/** Rows of the catalogue that some control stops, in order. */
export function rows(): string[] {
  const all = registry.flatMap(({ stops }) => stops.map(({ id }) => id));
  return [...new Set(all)].sort();
}

function attackExplanation(row: string): AttackExplanation[] {
  const controls = registry.flatMap(control =>
    stoppedRows(control)
      .filter(stopped => stopped.row === row)
      .map(stopped => ({ id: control.id, title: control.title, ...stopped })),
  );
  return controls.length > 0 ? [{ kind: 'attack', row, controls }] : [];
}

function ruleExplanation(name: string): RuleExplanation[] {
  return Object.entries(verifyRules)
    .filter(([rule]) => rule === name)
    .map(([, rule]) => ({ kind: 'rule', name, ...rule }));
}

function fieldExplanation(field: Field): FieldExplanation {
  const { document: _, path: __, fields, ...rest } = field;
  return {
    kind: 'field',
    field: fieldAddress(field),
    ...rest,
    fields: fields.map(({ path, description, required }) => ({
      name: path.at(-1) ?? '',
      description,
      required,
    })),
  };
}

function refusedBy(text: string): Control[] {
  const ids = [...text.matchAll(/([a-z]+(?:-[a-z]+)*): /g)].map(([, id]) => id);
  return [...new Set(ids)].flatMap(id => findControl(id) ?? []);
}
