import type { Path } from './paths';
import type { Problem } from './problems';
import { quote } from './quote';

/** The largest input, in characters of its text or, for data, of all keys and texts in it. */
export const MOST_CHARACTERS = 256 * 1024;
/** How deep lists and maps may stand in each other. */
export const MOST_DEPTH = 20;
/** How many values one input may hold, counting every list, map and text. */
const MOST_VALUES = 20_000;

/** Keys that reach into the machinery of JavaScript objects when data is copied carelessly. */
const MACHINE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** The problem with a key that could reach into the machinery of objects; none for other keys. */
export function machineKeyProblems(
  path: Path,
  key: string | number,
): Problem[] {
  return typeof key === 'string' && MACHINE_KEYS.has(key)
    ? [
        {
          path: [...path, key],
          message: `the key ${quote(
            key,
          )} is never allowed: programs give it a meaning of its own`,
        },
      ]
    : [];
}

/**
 * Looks at the shape of untrusted data before anything else does: how large, how deep, plain or not. Stops at the
 * first excess, so that a huge input costs no more than a legal one.
 */
export function shapeProblems(root: unknown): Problem[] {
  const problems: Problem[] = [];
  const waiting: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  let characters = 0;
  let values = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, path } = next;
    const entries = entriesOf(value);
    values += 1;
    characters += typeof value === 'string' ? value.length : 0;
    if (path.length > MOST_DEPTH) {
      return [tooDeep(path)];
    }
    if (values + waiting.length + (entries?.length ?? 0) > MOST_VALUES) {
      return [tooMany(path)];
    }
    if (!entries) {
      problems.push({
        path,
        message: 'is an object of a program; expected plain data',
      });
      continue;
    }
    for (const [key, entry] of entries) {
      characters += typeof key === 'string' ? key.length : 0;
      problems.push(...machineKeyProblems(path, key));
      waiting.push({ value: entry, path: [...path, key] });
    }
    if (characters > MOST_CHARACTERS) {
      return [tooLarge(path)];
    }
  }
  return problems;
}

/** What a list or map holds, nothing for other values; undefined for what isn't data. */
function entriesOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) {
    // One more than allowed is enough to refuse a list of millions.
    return value
      .slice(0, MOST_VALUES + 1)
      .map((entry: unknown, index) => [index, entry]);
  }
  if (typeof value === 'object' && value !== null) {
    return isPlain(value) ? Object.entries(value) : undefined;
  }
  return typeof value === 'function' || typeof value === 'symbol'
    ? undefined
    : [];
}

export function tooLarge(path: Path = []): Problem {
  return {
    path,
    message: `the input is too large: at most ${
      MOST_CHARACTERS / 1024
    } KiB of text`,
  };
}

export function tooDeep(path: Path): Problem {
  return {
    path: path.slice(0, 3),
    message: `lists and maps stand more than ${MOST_DEPTH} deep in each other`,
  };
}

function tooMany(path: Path): Problem {
  return {
    path,
    message: `the input holds too many values: at most ${MOST_VALUES}`,
  };
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // By depth, not by identity: data may come from another frame or sandbox.
  return (
    prototype === null ||
    (typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null)
  );
}
