import type { Finding, Path } from '@tenantry/model';
import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document, Tags } from 'yaml';
import { isList, isMap, textAt, toValue } from '../value';
import type { Value, ValueMap } from '../value';
import { positionIn } from './position';
import type { Position } from './position';

/** A text of YAML or JSON, and what to call it: a path of the repository. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** One object of a file. */
export interface Manifest {
  /** As the API server reads it: without nulls, whole numbers as BigInts. */
  readonly object: ValueMap;
  readonly file: string;
  /** Where it stands in its document: at the top, or in a List. */
  readonly path: Path;
  /** Where a field of the object stands in the file; the nearest that is there, for one that isn't. */
  readonly locate: (path: Path) => Position;
}

export interface Manifests {
  readonly objects: readonly Manifest[];
  /** What isn't YAML, or no object of Kubernetes. */
  readonly findings: readonly Finding[];
}

/** The rule under which text is reported that holds no object. */
export const unreadable = 'unreadable';

/** What standard input is called. */
export const standardInput = '-';

/** Larger texts are no manifests. */
const mostCharacters = 32 * 1024 * 1024;

/**
 * Reads YAML and JSON as `kubectl apply` does: several documents a text, Lists taken apart, YAML 1.1 booleans. Empty
 * documents and comments are passed over. Helm's `# Source:` names the file of what follows it, where the text came by
 * standard input.
 *
 * @param sources - texts in the order in which they are applied; `-` is the name of standard input.
 */
export function readManifests(sources: readonly Source[]): Manifests {
  const read = sources.map(readSource);
  return {
    objects: read.flatMap(({ objects }) => objects),
    findings: read.flatMap(({ findings }) => findings),
  };
}

function readSource({ file, text }: Source): Manifests {
  if (text.length > mostCharacters)
    return {
      objects: [],
      findings: [finding(file, 'is larger than 32 MiB, which no manifest is')],
    };
  const lines = new LineCounter();
  const documents = Array.from(
    parseAllDocuments(text, {
      lineCounter: lines,
      version: '1.1',
      customTags: asKubernetesReads,
      merge: true,
      prettyErrors: false,
      logLevel: 'silent',
    }),
  );
  const read = documents.map((document, index) => {
    const before = text.slice(
      documents[index - 1]?.range[2] ?? 0,
      document.contents?.range[0] ?? 0,
    );
    return readDocument(document, nameOf(file, before), lines);
  });
  return {
    objects: read.flatMap(({ objects }) => objects),
    findings: read.flatMap(({ findings }) => findings),
  };
}

/** `1:30` and `2026-01-01` are text to the YAML reader of Kubernetes. */
function asKubernetesReads(tags: Tags): Tags {
  return tags.filter(
    tag =>
      typeof tag === 'string' ||
      (!('format' in tag && tag.format === 'TIME') &&
        tag.tag !== 'tag:yaml.org,2002:timestamp'),
  );
}

/** What Helm says that the document is made of, where it came by standard input. */
function nameOf(file: string, before: string): string {
  const [, source = ''] = /^# Source: (\S+)[ \t]*$/m.exec(before) ?? [];
  return file === standardInput && source ? source : file;
}

function readDocument(
  document: Document.Parsed,
  file: string,
  lines: LineCounter,
): Manifests {
  const locate = (path: Path) => positionIn(document, lines, path);
  const [mistake] = document.errors;
  if (mistake) {
    const { line, col } = lines.linePos(mistake.pos[0]);
    return nothingBut(
      finding(file, `isn't valid YAML: ${mistake.message}`, [], {
        line,
        column: col,
      }),
    );
  }
  let value: Value | undefined;
  try {
    value = toValue(document.toJS());
  } catch (error) {
    return nothingBut(
      finding(file, `can't be read: ${String(error)}`, [], locate([])),
    );
  }
  return value === undefined
    ? { objects: [], findings: [] }
    : objectsIn(value, [], file, locate);
}

/** The object, or those of a List. */
function objectsIn(
  value: Value,
  path: Path,
  file: string,
  locate: Manifest['locate'],
): Manifests {
  const here: Manifest['locate'] = inner => locate([...path, ...inner]);
  if (!isMap(value) || !textAt(value, 'apiVersion') || !textAt(value, 'kind'))
    return nothingBut({
      ...finding(
        file,
        'is passed over: it has no apiVersion and kind, and so is no object of Kubernetes',
        path,
        here([]),
      ),
      level: 'warning',
    });
  if (isForTools(value)) return { objects: [], findings: [] };
  if (textAt(value, 'kind')?.endsWith('List') && isList(value.items)) {
    const read = value.items.map((item, index) =>
      objectsIn(item, [...path, 'items', index], file, locate),
    );
    return {
      objects: read.flatMap(({ objects }) => objects),
      findings: read.flatMap(({ findings }) => findings),
    };
  }
  const isNamed =
    textAt(value, 'metadata', 'name') ||
    textAt(value, 'metadata', 'generateName');
  return isNamed
    ? { objects: [{ object: value, file, path, locate: here }], findings: [] }
    : nothingBut(finding(file, 'has no metadata.name', path, here([])));
}

/** What kustomize reads and nobody applies. */
function isForTools(value: ValueMap): boolean {
  return /^kustomize\.config\.k8s\.io\//.test(
    textAt(value, 'apiVersion') ?? '',
  );
}

function nothingBut(found: Finding): Manifests {
  return { objects: [], findings: [found] };
}

function finding(
  file: string,
  message: string,
  path: Path = [],
  position: Position = { line: 1, column: 1 },
): Finding {
  return { rule: unreadable, level: 'error', message, path, file, ...position };
}
