import { isDeepStrictEqual } from 'node:util';
import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type ToStringOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { documentText } from './documentText';
import { keepLayout } from './keepLayout';

/** A plain value of a source. */
export type Plain =
  | string
  | number
  | readonly Plain[]
  | { readonly [key: string]: Plain | undefined };

/** A field, from the top of the document; an entry of a list of maps is found by its `name`. */
export type FieldPath = readonly (string | { readonly name: string })[];

export type Edit =
  | { readonly do: 'set'; readonly path: FieldPath; readonly value: Plain }
  | { readonly do: 'remove'; readonly path: FieldPath }
  | { readonly do: 'add'; readonly path: FieldPath; readonly value: Plain }
  | {
      readonly do: 'take';
      readonly path: FieldPath;
      /** An entry that is this text, or a map that has all of these. */
      readonly like: Plain;
    };

type Layout = ToStringOptions;

/** In which order people read them; a key that is new goes behind those before it. */
const order = [
  ...['title', 'owner', 'access', 'admins', 'developers', 'viewers'],
  ...[
    'name',
    'cluster',
    'namespace',
    'observed',
    'until',
    'profile',
    'size',
    'repositories',
    'environments',
  ],
  ...['hosts', 'egress', 'peers', 'tenant', 'environment', 'cidr', 'host'],
  ...['ports', 'expires'],
];

/**
 * Edits a source in place: comments, the order of keys, quotes and the lines that nothing is said about stay.
 *
 * @param text valid YAML of a document that can be read.
 */
export function editSource(text: string, edits: readonly Edit[]): string {
  const edited = edits.reduce(editOnce, text.replaceAll('\r\n', '\n'));
  return text.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited;
}

function editOnce(text: string, edit: Edit): string {
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    compat: 'yaml-1.1',
  });
  const layout = layoutOf(text);
  const [old, before] = [document.toJS(), documentText(document, layout)];
  apply(document, edit);
  const value: unknown = document.toJS();
  if (isDeepStrictEqual(value, old)) return text;
  const after = documentText(document, layout);
  const kept = keepLayout(text, before, after).find(candidate =>
    means(candidate, value),
  );
  return kept ?? after;
}

function means(text: string, value: unknown): boolean {
  const document = parseDocument(text);
  return (
    document.errors.length === 0 && isDeepStrictEqual(document.toJS(), value)
  );
}

function apply(document: Document, edit: Edit): void {
  const holder = mapAt(document, edit.path.slice(0, -1));
  const key = edit.path.at(-1);
  if (holder === undefined || typeof key !== 'string') return;
  switch (edit.do) {
    case 'set':
      setIn(document, holder, key, edit.value);
      break;
    case 'remove':
      holder.delete(key);
      break;
    case 'add':
      addTo(document, holder, key, edit.value);
      break;
    default:
      takeFrom(holder, key, edit.like);
  }
}

function setIn(
  document: Document,
  holder: YAMLMap,
  key: string,
  value: Plain,
): void {
  const old = holder.get(key, true);
  if (isScalar(old) && (typeof value === 'string' || typeof value === 'number'))
    old.value = value;
  else if (isSeq(old)) replaceEntries(document, old, value);
  else insert(document, holder, key, nodeFor(document, value, holder));
}

function replaceEntries(document: Document, list: YAMLSeq, value: Plain): void {
  const entries: readonly Plain[] = Array.isArray(value) ? value : [value];
  const kept = list.items.filter(item =>
    entries.some(entry => isDeepStrictEqual(plain(item), entry)),
  );
  const isNew = (entry: Plain) =>
    !kept.some(item => isDeepStrictEqual(plain(item), entry));
  list.items = [
    ...kept,
    ...entries.filter(isNew).map(entry => entryFor(document, list, entry)),
  ];
}

function addTo(
  document: Document,
  holder: YAMLMap,
  key: string,
  value: Plain,
): void {
  const list = holder.get(key, true);
  if (!isSeq(list)) {
    insert(document, holder, key, nodeFor(document, [value], holder));
  } else if (!list.items.some(item => isDeepStrictEqual(plain(item), value))) {
    list.items.push(entryFor(document, list, value));
  }
}

function takeFrom(holder: YAMLMap, key: string, like: Plain): void {
  const list = holder.get(key, true);
  if (!isSeq(list)) return;
  list.items = list.items.filter(item => !isLike(plain(item), like));
  if (list.items.length === 0 && key !== 'admins' && key !== 'environments')
    holder.delete(key);
}

function isLike(entry: unknown, like: Plain): boolean {
  if (typeof like !== 'object' || typeof entry !== 'object' || entry === null)
    return isDeepStrictEqual(entry, like);
  const wanted = Object.entries(like).filter(([, part]) => part !== undefined);
  const there = new Map(Object.entries(entry));
  return wanted.every(([name, part]) =>
    isDeepStrictEqual(there.get(name), part),
  );
}

function insert(
  document: Document,
  holder: YAMLMap,
  key: string,
  node: Node,
): void {
  holder.delete(key);
  const rank = order.indexOf(key);
  const before = holder.items.filter(
    ({ key: other }) =>
      isScalar(other) && order.indexOf(String(other.value)) < rank,
  );
  const last = before.at(-1);
  const index = last ? holder.items.indexOf(last) + 1 : 0;
  holder.items.splice(index, 0, document.createPair(key, node));
}

/** Lists are written as the others beside them are. */
function nodeFor(document: Document, value: Plain, holder: YAMLMap): Node {
  const node = document.createNode(value);
  const beside = holder.items.flatMap(({ value: other }) =>
    isSeq(other) && other.items.every(item => isScalar(item)) ? [other] : [],
  );
  if (isSeq(node) && node.items.every(item => isScalar(item)))
    node.flow = beside.some(({ flow }) => flow);
  return node;
}

function entryFor(document: Document, list: YAMLSeq, value: Plain): Node {
  const node = document.createNode(value);
  const beside = list.items.filter(isMap);
  if (isMap(node)) node.flow = beside.at(-1)?.flow ?? false;
  if (isMap(node) && node.flow) return node;
  if (isMap(node)) {
    for (const { value: inner } of node.items)
      if (isSeq(inner)) inner.flow = inner.items.every(item => isScalar(item));
  }
  return node;
}

function mapAt(document: Document, path: FieldPath): YAMLMap | undefined {
  let node: unknown = document.contents;
  for (const step of path) {
    if (typeof step === 'string') {
      node = isMap(node) ? node.get(step, true) : undefined;
    } else {
      node = isSeq(node)
        ? node.items.find(item => isMap(item) && item.get('name') === step.name)
        : undefined;
    }
  }
  return isMap(node) ? node : undefined;
}

function plain(node: unknown): unknown {
  return isScalar(node) || isMap(node) || isSeq(node)
    ? JSON.parse(JSON.stringify(node))
    : node;
}

/** How its author writes, so that new lines look like the others. */
function layoutOf(text: string): Layout {
  const [, step = '  '] = /^[^\s#][^\n]*:\s*\n( +)\S/m.exec(text) ?? [];
  const list = /^( *)[^\s#-][^\n]*:[^\S\n]*\n( *)- /m.exec(text);
  return {
    indent: step.length,
    indentSeq: list === null || list[1] !== list[2],
    flowCollectionPadding: !/\{\S/.test(text),
    singleQuote: text.includes("'") && !text.includes('"') ? true : null,
  };
}
