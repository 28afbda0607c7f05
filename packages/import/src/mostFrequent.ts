/** The value that occurs most often, of several the first; `undefined` where there is none. */
export function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([, left], [, right]) => right - left);
  return best?.[0];
}
