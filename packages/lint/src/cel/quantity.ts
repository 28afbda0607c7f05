import { quantityValue } from '@tenantry/model';

/** A quantity in an expression, in whole billionths. A class, because the library tells types by it. */
export class Quantity {
  constructor(readonly value: bigint) {}
}

/** @throws Error for a text that is no quantity, as the API server's `quantity()` does. */
export function parseQuantity(text: string): Quantity {
  const value = quantityValue(text);
  if (value === undefined)
    throw new Error(`${JSON.stringify(text)} is no quantity`);
  return new Quantity(value);
}

const unit = 1_000_000_000n;

/** @throws Error where the quantity isn't a whole number. */
export function asInteger({ value }: Quantity): bigint {
  if (value % unit !== 0n) throw new Error('the quantity is no whole number');
  return value / unit;
}

export function asApproximateFloat({ value }: Quantity): number {
  return Number(value) / Number(unit);
}

/** -1, 0 or 1. */
export function compare(left: Quantity, right: Quantity): bigint {
  if (left.value === right.value) return 0n;
  return left.value < right.value ? -1n : 1n;
}

/** The quantity, or so many whole units, in billionths. */
export function billionths(amount: Quantity | bigint): bigint {
  return typeof amount === 'bigint' ? amount * unit : amount.value;
}
