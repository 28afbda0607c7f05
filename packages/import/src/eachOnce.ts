/** Values without their repetitions, by what they say; in the order in which they were first said. */
export function eachOnce<T>(values: readonly T[]): T[] {
  const once = new Map(values.map(value => [JSON.stringify(value), value]));
  return [...once.values()];
}
