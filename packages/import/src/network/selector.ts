import { isList, isMap } from '@tenantry/controls';
import type { Json } from '@tenantry/controls';

/** One condition on a label. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  /** Sorted. */
  readonly values: readonly string[];
}

/** Conditions that hold together, sorted; none selects everything. */
export type Selector = readonly Requirement[];

const everything: Selector = [];

/** A label selector in one form: `matchLabels` is the same as `In` with one value. */
export function selectorOf(selector: Json | undefined): Selector {
  if (!isMap(selector)) return everything;
  const labels = isMap(selector.matchLabels) ? selector.matchLabels : {};
  const expressions = isList(selector.matchExpressions)
    ? selector.matchExpressions
    : [];
  const requirements = [
    ...Object.entries(labels).map(
      ([key, value]): Requirement => ({
        key,
        operator: 'In',
        values: [String(value)],
      }),
    ),
    ...expressions.flatMap(requirementOf),
  ];
  return sorted(requirements);
}

/** Whether something with these labels is selected. */
export function selects(
  selector: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      default:
        return value === undefined;
    }
  });
}

/** Whether the wide one certainly selects whatever the narrow one does, whatever labels there are. */
export function selectsAllOf(wide: Selector, narrow: Selector): boolean {
  const conditions = new Set(narrow.map(text));
  return wide.every(requirement => conditions.has(text(requirement)));
}

/** In a person's words: `app=web, tier in (a, b)`. */
export function selectorWords(selector: Selector): string {
  return selector
    .map(({ key, operator, values }) => {
      if (operator === 'In' && values.length === 1)
        return `${key}=${values[0]}`;
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `no ${key}`;
      return `${key} ${operator === 'In' ? 'in' : 'not in'} (${values.join(
        ', ',
      )})`;
    })
    .join(', ');
}

function requirementOf(expression: Json): Requirement[] {
  if (!isMap(expression) || typeof expression.key !== 'string') return [];
  const { key, operator } = expression;
  const values = isList(expression.values)
    ? expression.values.map(String).sort()
    : [];
  switch (operator) {
    case 'In':
    case 'NotIn':
    case 'Exists':
    case 'DoesNotExist':
      return [{ key, operator, values }];
    default:
      return [];
  }
}

function sorted(requirements: readonly Requirement[]): Selector {
  const byText = new Map(
    requirements.map(requirement => [text(requirement), requirement]),
  );
  return [...byText.keys()].sort().flatMap(key => byText.get(key) ?? []);
}

function text({ key, operator, values }: Requirement): string {
  return `${key} ${operator} ${values.join(' ')}`;
}
