import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { readsDifferently, YAML_READING } from './ambiguousScalar';
import { machineKeyProblems, MOST_DEPTH, tooDeep } from './guard';
import type { Path } from './paths';
import type { Problem } from './problems';
import { quote } from './quote';
import { sourceProblem } from './yamlSource';

/** What is wrong with the writing, at an offset of the text. */
export interface WritingProblem extends Problem {
  offset: number;
  /** Only worth telling when the value itself is fine. */
  mild?: boolean;
}

/** Where a value begins in the text, and its key if it has one. */
export interface Offsets {
  key?: number;
  value: number;
}

export interface YamlReading {
  value: unknown;
  problems: WritingProblem[];
  /** By path, as JSON. */
  offsets: Map<string, Offsets>;
  /** The text isn't one YAML document at all, so its contents say nothing. */
  broken: boolean;
}

/**
 * Reads one plain YAML 1.2 document: no anchors, aliases, tags, merge keys, directives, duplicate keys or second
 * document, and nothing that another YAML reader would understand differently.
 */
export function readYaml(text: string): YamlReading {
  const reading: YamlReading = {
    value: undefined,
    problems: [],
    offsets: new Map(),
    broken: true,
  };
  const unreadable = sourceProblem(text);
  if (unreadable) {
    reading.problems.push({ path: [], ...unreadable });
    return reading;
  }
  const documents = documentsOf(text);
  reading.problems.push(...documentProblems(documents));
  if (reading.problems.length === 0) {
    reading.broken = false;
    reading.value = read(documents[0].contents, [], reading);
  }
  return reading;
}

function documentsOf(text: string): Document.Parsed[] {
  const documents = parseAllDocuments(text, YAML_READING);
  return Array.isArray(documents) ? documents : [];
}

function documentProblems(
  documents: readonly Document.Parsed[],
): WritingProblem[] {
  const [document, second] = documents;
  if (!document || (document.errors.length === 0 && !document.contents)) {
    return [{ path: [], message: 'is empty', offset: 0 }];
  }
  // One mistake in the grammar makes many more behind it.
  const problems = documents
    .slice(0, 2)
    .flatMap(({ errors }) => errors)
    .slice(0, 5)
    .map(error => ({
      path: [],
      message:
        error.code === 'RESOURCE_EXHAUSTION'
          ? tooDeep([]).message
          : `isn't valid YAML: ${error.message}`,
      offset: error.pos[0],
    }));
  if (second) {
    problems.push({
      path: [],
      message: 'holds more than one document; write one a file',
      offset: second.range[0],
    });
  }
  const { yaml, tags } = document.directives;
  if (yaml.explicit || Object.keys(tags).some(tag => tag !== '!!')) {
    problems.push({
      path: [],
      message: 'begins with a directive (%); leave it out',
      offset: 0,
    });
  }
  return problems;
}

/** The plain value of a node; notes positions, and everything that is wrong with the writing, on the way. */
function read(node: unknown, path: Path, reading: YamlReading): unknown {
  const offset = offsetOf(node);
  const key = JSON.stringify(path);
  reading.offsets.set(key, { ...reading.offsets.get(key), value: offset });
  if (path.length > MOST_DEPTH) {
    reading.problems.push({ ...tooDeep(path), offset });
    return undefined;
  }
  const decoration = decorationProblem(node);
  if (decoration) {
    reading.problems.push({ path, message: decoration, offset });
  }
  if (isMap(node)) {
    return readMap(node, path, reading);
  }
  if (isSeq(node)) {
    return node.items.map((item, index) =>
      read(item, [...path, index], reading),
    );
  }
  return isScalar(node) ? readScalar(node, path, reading) : undefined;
}

/** Anchors, aliases and tags: the same text with another meaning for another reader, or a bomb. */
function decorationProblem(node: unknown): string | undefined {
  if (isAlias(node)) {
    return `is an alias (${quote(`*${node.source}`)}); write the value itself`;
  }
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) {
    return undefined;
  }
  if (node.anchor) {
    return `has an anchor (${quote(`&${node.anchor}`)}); leave it out`;
  }
  return node.tag ? `has a tag (${quote(node.tag)}); leave it out` : undefined;
}

function readMap(
  map: YAMLMap,
  path: Path,
  reading: YamlReading,
): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const pair of map.items) {
    const offset = offsetOf(pair.key);
    const problem = keyProblem(pair, path, entries);
    if (problem) {
      reading.problems.push({ ...problem, offset });
      continue;
    }
    const key = keyOf(pair);
    const keyPath = [...path, key];
    reading.offsets.set(JSON.stringify(keyPath), {
      key: offset,
      value: offset,
    });
    entries.set(key, read(pair.value, keyPath, reading));
  }
  return Object.fromEntries(entries);
}

function keyProblem(
  pair: Pair,
  path: Path,
  entries: ReadonlyMap<string, unknown>,
): Problem | undefined {
  const { key } = pair;
  const decoration = decorationProblem(key);
  if (decoration) {
    return { path, message: `a key ${decoration}` };
  }
  if (!isScalar(key) || typeof key.value !== 'string') {
    const written = isScalar(key) ? ` ${quote(key.source ?? '')}` : '';
    return { path, message: `has the key${written}, which isn't text` };
  }
  if (key.value === '<<') {
    return {
      path: [...path, key.value],
      message: 'merges another map (<<); write its keys here',
    };
  }
  if (entries.has(key.value)) {
    return {
      path: [...path, key.value],
      message: `the key ${quote(key.value)} stands here twice; keep one`,
    };
  }
  return machineKeyProblems(path, key.value).at(0);
}

function readScalar(scalar: Scalar, path: Path, reading: YamlReading): unknown {
  const { value, source = '' } = scalar;
  if (readsDifferently(scalar)) {
    reading.problems.push({
      path,
      message: `${quote(
        source,
      )} means different things to different YAML readers; put text in quotes and write numbers plainly`,
      example: typeof value === 'string' ? `"${source}"` : String(value),
      offset: offsetOf(scalar),
      mild: true,
    });
  }
  return value;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function offsetOf(node: unknown): number {
  return isNode(node) ? node.range?.[0] ?? 0 : 0;
}
