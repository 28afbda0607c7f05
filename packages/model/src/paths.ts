import { quote } from './quote';

/** Keys and list positions from the top of a document. */
export type Path = (string | number)[];

/** Writes a path the way people do: `spec.environments[0].name`; unusual keys are quoted. */
export function formatPath(path: Path): string {
  return path.reduce<string>((written, step) => {
    if (typeof step === 'number') {
      return `${written}[${step}]`;
    }
    if (!/^[A-Za-z_][A-Za-z0-9_-]*$/.test(step)) {
      return `${written}[${quote(step)}]`;
    }
    return written ? `${written}.${step}` : step;
  }, '');
}

/** What stands at a path in plain data; undefined where the path leaves it. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? Reflect.get(value, step)
        : undefined,
    root,
  );
}
