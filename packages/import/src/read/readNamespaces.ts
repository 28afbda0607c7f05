import { groupOf, isList, isMap } from '@tenantry/controls';
import type { JsonMap, KubernetesObject } from '@tenantry/controls';
import { resourceOfKind } from '../rights/kubernetes';
import { splitDocuments } from './documents';
import { parseDocument } from './parseDocument';

/** A file to be imported. */
export interface InputFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Where something stands in the input. */
export interface Place {
  readonly file: string;
  /** Where its document begins, from 1. */
  readonly line: number;
  /** Which document of the file it is, from 0. */
  readonly document: number;
  /** Which item of a List it is, from 0; absent for an object of its own. */
  readonly item?: number;
}

/** One object as it was found. */
export interface FoundObject {
  readonly place: Place;
  /** As parsed; its namespace filled in where the file left it out. */
  readonly object: KubernetesObject;
}

/** A document that is no object, or that nobody can read. */
export interface UnreadableDocument {
  readonly place: Place;
  readonly reason: string;
  /** The namespace of its folder, where that is known. */
  readonly namespace?: string;
}

export interface FoundNamespace {
  readonly name: string;
  /** In the order of files and documents; the Namespace itself among them, where it was found. */
  readonly objects: readonly FoundObject[];
  readonly unreadable: readonly UnreadableDocument[];
}

/** Everything that was found, each object once. */
export interface FoundNamespaces {
  /** By name. */
  readonly namespaces: readonly FoundNamespace[];
  /** Objects of the cluster, and those that belong to no namespace that is known. */
  readonly others: readonly FoundObject[];
  /** Documents of folders that belong to no namespace. */
  readonly unreadable: readonly UnreadableDocument[];
  /** Documents with nothing but comments; they stay where they are. */
  readonly empty: readonly Place[];
}

/**
 * Reads files into namespaces. No layout is assumed: an object belongs to the namespace it names, or is; one that names
 * none belongs to the one its folder is about. Never throws: what can't be read is told.
 */
export function readNamespaces(files: readonly InputFile[]): FoundNamespaces {
  const drafts: FoundObject[] = [];
  const unreadable: UnreadableDocument[] = [];
  const empty: Place[] = [];
  for (const { path, text } of files) {
    splitDocuments(text).forEach((document, index) => {
      const place = { file: path, line: document.line, document: index };
      const parsed = parseDocument(document.text);
      if (parsed.state === 'empty') {
        empty.push(place);
        return;
      }
      const found =
        parsed.state === 'read'
          ? objectsIn(parsed.value)
          : [{ reason: parsed.reason }];
      for (const { item, object, reason } of found) {
        const at = item === undefined ? place : { ...place, item };
        if (object) drafts.push({ place: at, object });
        else unreadable.push({ place: at, reason: reason ?? 'no object' });
      }
    });
  }
  return assign(drafts, unreadable, empty);
}

interface Found {
  readonly object?: KubernetesObject;
  readonly reason?: string;
  readonly item?: number;
}

/** The object, or those of a List. */
function objectsIn(value: JsonMap): Found[] {
  if (value.kind === 'List' && isList(value.items))
    return value.items.map((item, index) => ({
      ...(isMap(item) ? objectOf(item) : { reason: 'an item is no object' }),
      item: index,
    }));
  return [objectOf(value)];
}

function objectOf(value: JsonMap): Found {
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string')
    return { reason: 'it has no apiVersion and kind, so it is no object' };
  if (!isMap(metadata) || typeof metadata.name !== 'string')
    return {
      reason: `it is a ${kind} without metadata.name, which no file can own`,
    };
  const { name, namespace, ...rest } = metadata;
  return {
    object: {
      ...value,
      apiVersion,
      kind,
      metadata: {
        ...rest,
        name,
        ...(typeof namespace === 'string' && namespace !== ''
          ? { namespace }
          : {}),
        labels: textsOf(rest.labels),
        annotations: textsOf(rest.annotations),
      },
    },
  };
}

/** Labels and annotations are text; what isn't, the API server would refuse, and is shown as it stands. */
function textsOf(value: unknown): Record<string, string> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [key, String(text)]),
  );
}

function assign(
  drafts: readonly FoundObject[],
  unreadable: readonly UnreadableDocument[],
  empty: readonly Place[],
): FoundNamespaces {
  const folders = namespaceByFolder(drafts);
  const objects = new Map<string, FoundObject[]>();
  const others: FoundObject[] = [];
  for (const draft of drafts) {
    const namespace =
      namespaceNamed(draft.object) ??
      (isClusterWide(draft.object)
        ? undefined
        : folders.get(folderOf(draft.place.file)));
    if (namespace === undefined) others.push(draft);
    else
      append(objects, namespace, {
        ...draft,
        object: inNamespace(draft.object, namespace),
      });
  }
  const lost = new Map<string, UnreadableDocument[]>();
  const nowhere: UnreadableDocument[] = [];
  for (const document of unreadable) {
    const namespace = folders.get(folderOf(document.place.file));
    if (namespace === undefined) nowhere.push(document);
    else append(lost, namespace, { ...document, namespace });
  }
  const names = [...new Set([...objects.keys(), ...lost.keys()])].sort();
  return {
    namespaces: names.map(name => ({
      name,
      objects: objects.get(name) ?? [],
      unreadable: lost.get(name) ?? [],
    })),
    others,
    unreadable: nowhere,
    empty,
  };
}

/** The namespace that a folder is about: the one all its objects agree on, or the one it has the name of. */
function namespaceByFolder(
  drafts: readonly FoundObject[],
): Map<string, string> {
  const named = new Map<string, Set<string>>();
  const all = new Set<string>();
  for (const { place, object } of drafts) {
    const namespace = namespaceNamed(object);
    const folder = folderOf(place.file);
    const known = named.get(folder) ?? new Set();
    named.set(folder, known);
    if (namespace === undefined) continue;
    known.add(namespace);
    all.add(namespace);
  }
  return new Map(
    Array.from(named).flatMap(([folder, namespaces]) => {
      const [only, second] = namespaces;
      const base = folder.split('/').at(-1) ?? '';
      if (only !== undefined && second === undefined) return [[folder, only]];
      return all.has(base) ? [[folder, base]] : [];
    }),
  );
}

function namespaceNamed({
  kind,
  apiVersion,
  metadata,
}: KubernetesObject): string | undefined {
  return kind === 'Namespace' && apiVersion === 'v1'
    ? metadata.name
    : metadata.namespace;
}

/** Of the kinds that are built in; of others nobody can say, and the folder decides. */
function isClusterWide(object: KubernetesObject): boolean {
  return resourceOfKind(groupOf(object), object.kind)?.namespaced === false;
}

function inNamespace(
  object: KubernetesObject,
  namespace: string,
): KubernetesObject {
  return object.kind === 'Namespace' || object.metadata.namespace
    ? object
    : { ...object, metadata: { ...object.metadata, namespace } };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
