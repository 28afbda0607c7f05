/** What was made for a pair of objects, or makes it; forgotten together with either of them. */
export function remembered<T>(
  memory: WeakMap<object, WeakMap<object, T>>,
  first: object,
  second: object,
  make: () => T,
): T {
  const bySecond = memory.get(first) ?? new WeakMap<object, T>();
  memory.set(first, bySecond);
  const known = bySecond.get(second) ?? make();
  bySecond.set(second, known);
  return known;
}
