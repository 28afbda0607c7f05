import { Environment } from '@marcbachmann/cel-js';
import type { Value } from '../value';
import { addAddresses } from './addresses';
import {
  asApproximateFloat,
  asInteger,
  billionths,
  compare,
  parseQuantity,
  Quantity,
} from './quantity';
import { libraryDialect } from './dialect';

/** An expression of Kubernetes, ready to be evaluated. */
export type Program = (variables: Readonly<Record<string, unknown>>) => unknown;

/** Evaluates expressions as kube-apiserver 1.34 does, and reads each of them once. */
export interface Expressions {
  /** @throws Error when the expression uses what isn't known here. */
  compile(expression: string): Program;
}

/**
 * The library, with what Kubernetes adds to CEL: quantities, addresses, `find` and `findAll`, and the functions of lists
 * and texts that the library lacks (https://kubernetes.io/docs/reference/using-api/cel/).
 */
export function kubernetesExpressions(): Expressions {
  const environment = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: {
      maxAstNodes: 1_000_000,
      maxDepth: 10_000,
      maxListElements: 10_000,
      maxMapEntries: 10_000,
    },
  });
  addQuantities(environment);
  addTexts(environment);
  addLists(environment);
  addAddresses(environment);
  const programs = new Map<string, Program>();
  return {
    compile(expression) {
      const known = programs.get(expression);
      if (known) return known;
      const [asked] = /\b(?:authorizer|params)\b(?!')/.exec(expression) ?? [];
      if (asked) throw new Error(`${asked} is known to the API server alone`);
      const parsed = environment.parse(libraryDialect(expression));
      const { valid, error } = parsed.check();
      if (!valid) throw error ?? new Error('the types do not fit');
      const program: Program = variables => parsed(variables);
      programs.set(expression, program);
      return program;
    },
  };
}

function addQuantities(environment: Environment): void {
  environment.registerType('Quantity', Quantity);
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler);
  add('quantity(string): Quantity', parseQuantity);
  add('isQuantity(string): bool', (text: string) => holds(parseQuantity, text));
  add(
    'Quantity.isGreaterThan(Quantity): bool',
    (left: Quantity, right: Quantity) => compare(left, right) > 0n,
  );
  add(
    'Quantity.isLessThan(Quantity): bool',
    (left: Quantity, right: Quantity) => compare(left, right) < 0n,
  );
  add('Quantity.compareTo(Quantity): int', compare);
  add('Quantity.sign(): int', ({ value }: Quantity) =>
    compare(new Quantity(value), new Quantity(0n)),
  );
  add('Quantity.asInteger(): int', asInteger);
  add('Quantity.isInteger(): bool', (quantity: Quantity) =>
    holds(asInteger, quantity),
  );
  add('Quantity.asApproximateFloat(): double', asApproximateFloat);
  for (const other of ['Quantity', 'int']) {
    add(
      `Quantity.add(${other}): Quantity`,
      (left: Quantity, right: Quantity | bigint) =>
        new Quantity(left.value + billionths(right)),
    );
    add(
      `Quantity.sub(${other}): Quantity`,
      (left: Quantity, right: Quantity | bigint) =>
        new Quantity(left.value - billionths(right)),
    );
  }
}

/** RE2 and JavaScript agree on what rules use; what only one of them knows is refused by the other as a mistake. */
function addTexts(environment: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler);
  add('string.asciiLower(): string', (text: string) =>
    text.replace(/[A-Z]+/g, letters => letters.toLowerCase()),
  );
  add('string.asciiUpper(): string', (text: string) =>
    text.replace(/[a-z]+/g, letters => letters.toUpperCase()),
  );
  add(
    'string.find(string): string',
    (text: string, pattern: string) =>
      new RegExp(pattern).exec(text)?.[0] ?? '',
  );
  add(
    'string.replace(string, string): string',
    (text: string, from: string, to: string) => text.replaceAll(from, () => to),
  );
  add('string.findAll(string): list<string>', (text: string, pattern: string) =>
    Array.from(text.matchAll(new RegExp(pattern, 'g')), ([found]) => found),
  );
}

type Comparable = string | bigint | number;

function addLists(environment: Environment): void {
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler);
  add('list.sum(): dyn', (list: readonly bigint[]) =>
    list.reduce((sum, item) => sum + item, 0n),
  );
  add('list.min(): dyn', (list: readonly Comparable[]) =>
    extreme(list, (item, best) => item < best),
  );
  add('list.max(): dyn', (list: readonly Comparable[]) =>
    extreme(list, (item, best) => item > best),
  );
  add('list.indexed(): list<dyn>', (list: readonly Value[]) =>
    list.map((value, index) => ({ index: BigInt(index), value })),
  );
  add('list.indexOf(dyn): int', (list: readonly Value[], item: Value) =>
    BigInt(list.findIndex(other => same(other, item))),
  );
  add('list.lastIndexOf(dyn): int', (list: readonly Value[], item: Value) =>
    BigInt(list.findLastIndex(other => same(other, item))),
  );
  add('list.isSorted(): bool', (list: readonly Comparable[]) =>
    list.every((item, index) => index === 0 || list[index - 1] <= item),
  );
}

function extreme(
  list: readonly Comparable[],
  isBetter: (item: Comparable, best: Comparable) => boolean,
): Comparable {
  if (list.length === 0) throw new Error('the list is empty');
  return list.reduce((best, item) => (isBetter(item, best) ? item : best));
}

function holds<T>(convert: (value: T) => unknown, value: T): boolean {
  try {
    convert(value);
    return true;
  } catch {
    return false;
  }
}

function same(left: Value, right: Value): boolean {
  const text = (value: Value) =>
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' ? `${inner}` : inner,
    );
  return text(left) === text(right);
}
