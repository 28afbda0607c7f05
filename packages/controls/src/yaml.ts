import { isAmbiguousScalar } from '@tenantry/model';
import { stringify } from 'yaml';
import { isList, isMap } from './merge';
import type { Json, JsonMap } from './objects';

/**
 * The one YAML writer: same value, same bytes.
 *
 * Block style, LF, two spaces, lists indented, keys in the order given except for the top level and `metadata` of a
 * Kubernetes object, which follow custom, and except for labels, annotations and quota entries, which are sorted
 * because several controls fill them. Whether a string needs quotes is the `yaml` library's decision, for a reader of
 * YAML 1.1 as well as of 1.2; it's asked once per distinct string, which is what makes thousands of tenants cheap.
 */
export function toYaml(value: JsonMap): string {
  return `${block(canonical(value), '').join('\n')}\n`;
}

const topLevel = ['apiVersion', 'kind', 'metadata', 'spec'];
const metadata = ['name', 'namespace', 'labels', 'annotations'];
const sorted = new Set(['labels', 'annotations', 'hard']);

function canonical(value: JsonMap): JsonMap {
  return ordered(value, topLevel, (key, child) =>
    key === 'metadata' && isMap(child) ? ordered(child, metadata) : child,
  );
}

function ordered(
  value: JsonMap,
  first: readonly string[],
  change = (_: string, child: Json | undefined) => child,
): JsonMap {
  const keys = [
    ...first.filter(key => key in value),
    ...Object.keys(value).filter(key => !first.includes(key)),
  ];
  return Object.fromEntries(keys.map(key => [key, change(key, value[key])]));
}

function block(value: JsonMap, indent: string): string[] {
  const lines: string[] = [];
  for (const [key, child] of entriesOf(value)) {
    const name = `${indent}${scalar(key)}:`;
    if (isMap(child) && !isEmpty(child)) {
      lines.push(
        name,
        ...block(sorted.has(key) ? sortKeys(child) : child, `${indent}  `),
      );
    } else if (isList(child) && child.length > 0) {
      lines.push(name, ...list(child, `${indent}  `));
    } else {
      lines.push(`${name} ${leaf(child)}`);
    }
  }
  return lines;
}

function list(items: readonly Json[], indent: string): string[] {
  return items.flatMap(item => {
    if (isMap(item) && !isEmpty(item)) {
      const [first, ...rest] = block(item, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    }
    if (isList(item) && item.length > 0) {
      const [first, ...rest] = list(item, `${indent}  `);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    }
    return [`${indent}- ${leaf(item)}`];
  });
}

function leaf(value: Json): string {
  if (isMap(value)) return '{}';
  if (isList(value)) return '[]';
  return typeof value === 'string' ? scalar(value) : String(value);
}

const scalars = new Map<string, string>();
const cacheLimit = 10_000;

function scalar(text: string): string {
  const known = scalars.get(text);
  if (known !== undefined) return known;
  const written = onOneLine(text);
  if (scalars.size >= cacheLimit) scalars.clear();
  scalars.set(text, written);
  return written;
}

/** Characters that some reader takes for a line break, or drops. */
const lineBreaks = /[\u0085\u2028\u2029\ufeff]/g;

function onOneLine(text: string): string {
  const written = stringify(text, {
    compat: 'yaml-1.1',
    lineWidth: 0,
    version: '1.2',
  }).replace(/\n$/, '');
  // Words such as `nil` are text to the library and something else to other readers.
  const plain = written === text && isAmbiguousScalar(text);
  if (!plain && !written.includes('\n') && text.search(lineBreaks) < 0)
    return written;
  return JSON.stringify(text).replace(
    lineBreaks,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function entriesOf(value: JsonMap): [string, Json][] {
  return Object.entries(value).filter(
    (entry): entry is [string, Json] => entry[1] !== undefined,
  );
}

function isEmpty(value: JsonMap): boolean {
  return entriesOf(value).length === 0;
}

function sortKeys(value: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}
