import type { Complaint } from './complaint';
import { z } from 'zod';
import { listed, quote } from './quote';
import { complain } from './valueType';

/**
 * Quantities are Kubernetes' own: a decimal number and a suffix. They are held as whole billionths, the finest step
 * Kubernetes knows, so that `1000m` and `1` are the same number and nothing is lost to floating point.
 */
const BILLION = 1_000_000_000n;

const SUFFIXES: Readonly<Record<string, bigint>> = {
  n: 1n,
  u: 1_000n,
  m: 1_000_000n,
  '': BILLION,
  ...suffixes(['k', 'M', 'G', 'T', 'P', 'E'], 1000n),
  ...suffixes(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'], 1024n),
};

/** Digits and exponents beyond these are no quantity anybody means; the limits keep the arithmetic small. */
const LONGEST = 32;
const QUANTITY =
  /^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]{1,2})|([numkKMGTPE]i?)?)$/;

export type QuantityKind = 'cpu' | 'bytes';

const KINDS: Readonly<
  Record<
    QuantityKind,
    {
      step: bigint;
      least: bigint;
      most: bigint;
      limits: string;
      example: string;
    }
  >
> = {
  cpu: {
    step: SUFFIXES.m,
    least: SUFFIXES.m,
    most: 1_000_000n * BILLION,
    limits: 'from 1m (a thousandth of a core) to 1000000 cores',
    example: '500m',
  },
  bytes: {
    step: BILLION,
    least: SUFFIXES.Mi,
    most: SUFFIXES.Ei,
    limits: 'from 1Mi to 1Ei',
    example: '512Mi',
  },
};

/** A quantity as whole billionths; undefined when the text isn't one. */
export function quantityValue(quantity: string): bigint | undefined {
  const match = quantity.length <= LONGEST ? QUANTITY.exec(quantity) : null;
  if (!match) {
    return undefined;
  }
  const [, sign, whole, fraction = '', exponent, suffix = ''] = match;
  if (exponent === undefined && !Object.hasOwn(SUFFIXES, suffix)) {
    return undefined;
  }
  const power = Number(exponent ?? 0) - fraction.length;
  const scaled =
    BigInt(whole + fraction) *
    SUFFIXES[suffix] *
    10n ** BigInt(Math.max(power, 0));
  const divisor = 10n ** BigInt(Math.max(-power, 0));
  // Kubernetes rounds what is finer than a billionth up, away from zero.
  const value = (scaled + divisor - 1n) / divisor;
  return sign === '-' ? -value : value;
}

/** The way Kubernetes itself would write the quantity: `1000m` is `1`, `3072Mi` is `3Gi`, `1e3` is `1k`. */
export function canonicalQuantity(quantity: string): string {
  const value = checkedValue(quantity);
  const binary = /i$/.test(quantity) && value % (1024n * BILLION) === 0n;
  const [suffix, unit] = Object.entries(SUFFIXES)
    .filter(([name]) => (binary ? name.endsWith('i') : !name.endsWith('i')))
    .filter(([, size]) => value % size === 0n)
    .reduce((best, next) => (next[1] > best[1] ? next : best), ['n', 1n]);
  return value === 0n ? '0' : `${value / unit}${suffix}`;
}

/** Below, equal (0) or above, as numbers. */
export function compareQuantities(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = [checkedValue(a), checkedValue(b)];
  if (left === right) {
    return 0;
  }
  return left < right ? -1 : 1;
}

/** Whether `limit` is at most `ratio` times `request`; the ratio counts to a thousandth. */
export function withinRatio(
  limit: string,
  request: string,
  ratio: number,
): boolean {
  const thousandths = BigInt(Math.round(ratio * 1000));
  return checkedValue(limit) * 1000n <= checkedValue(request) * thousandths;
}

/** What is wrong with an amount of cpu or bytes; undefined when nothing is. */
export function quantityProblem(
  quantity: string | number,
  kind: QuantityKind,
): Complaint | undefined {
  const { step, least, most, limits, example } = KINDS[kind];
  const text = String(quantity);
  if (kind === 'bytes' && typeof quantity === 'number') {
    return {
      message: `${text} has no unit; write text with a suffix such as Mi or Gi`,
      example,
    };
  }
  const value = /^\+/.test(text) ? undefined : quantityValue(text);
  if (value === undefined) {
    return {
      message: `${quote(
        text,
      )} isn't a quantity: a number and one suffix of ${listed(
        kind === 'cpu' ? ['m', 'k'] : ['Mi', 'Gi', 'Ti', 'M', 'G', 'T'],
      )}, without a plus sign or spaces`,
      example,
    };
  }
  if (value <= 0n) {
    return {
      message: `${quote(text)} must be more than zero: ${limits}`,
      example,
    };
  }
  if (value < least || value > most) {
    const milli = kind === 'bytes' && /m$/.test(text);
    const hint = milli
      ? '; the suffix m means a thousandth, Mi a mebibyte'
      : '';
    return {
      message: `${quote(text)} is too ${
        value < least ? 'small' : 'large'
      }: ${limits}${hint}`,
      example,
    };
  }
  if (value % step !== 0n) {
    return {
      message: `${quote(text)} is finer than ${
        kind === 'cpu' ? '1m, the finest share of a core' : 'one byte'
      }`,
      example,
    };
  }
  return undefined;
}

/** An amount of cpu (numbers are cores), held in its canonical form. */
export const Cpu = amount('cpu', 'An amount of cpu: cores, or 500m for half.');

/** An amount of memory or storage in bytes, held in its canonical form. */
export const Bytes = amount(
  'bytes',
  'An amount of bytes with a unit, such as 512Mi or 8Gi.',
);

function amount(kind: QuantityKind, description: string) {
  return z
    .union([z.string(), z.number()])
    .superRefine((value, context) =>
      complain(context, quantityProblem(value, kind)),
    )
    .meta({ description, examples: [KINDS[kind].example] })
    .transform(value => canonicalQuantity(String(value)));
}

function checkedValue(text: string): bigint {
  const value = quantityValue(text);
  if (value === undefined) {
    throw new TypeError(`not a quantity: ${quote(text)}`);
  }
  return value;
}

function suffixes(
  names: readonly string[],
  base: bigint,
): Record<string, bigint> {
  return Object.fromEntries(
    names.map((name, index) => [name, base ** BigInt(index + 1) * BILLION]),
  );
}
