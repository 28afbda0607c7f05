import { parseDocument as parseYaml } from 'yaml';
import type { DocumentOptions, ParseOptions, SchemaOptions, Tags } from 'yaml';
import { isList, isMap } from '@tenantry/controls';
import type { Json, JsonMap } from '@tenantry/controls';

/** Deeper than any object of Kubernetes. */
const mostDepth = 100;

/** What kubectl's reader doesn't know: sexagesimal numbers, dates, binary, sets. They stay text. */
const foreignTags = ['!!timestamp', '!!binary', '!!set', '!!omap', '!!pairs'];

/** YAML 1.1 as kubectl reads it, where `yes` is a boolean and `0o17` isn't a number. */
const reading: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: (tags: Tags) =>
    tags.filter(
      tag =>
        typeof tag === 'string' ||
        (tag.format !== 'TIME' &&
          !foreignTags.includes(tag.tag.replace('tag:yaml.org,2002:', '!!'))),
    ),
  prettyErrors: false,
};

/** What a document holds, or why nobody can say. `empty`: nothing but comments, blank lines or `null`. */
export type ParsedDocument =
  | { readonly state: 'empty' }
  | { readonly state: 'unreadable'; readonly reason: string }
  | { readonly state: 'read'; readonly value: JsonMap };

/** Reads one document, whatever it is; never throws. */
export function parseDocument(text: string): ParsedDocument {
  if (text.includes('\0'))
    return unreadable('it is binary, perhaps encrypted, and no text');
  try {
    const document = parseYaml(text, reading);
    const [error] = document.errors;
    if (error) return unreadable(`it isn't valid YAML: ${error.message}`);
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (value === null || value === undefined) return { state: 'empty' };
    const json = toJson(value, 0);
    return isMap(json)
      ? { state: 'read', value: json }
      : unreadable(`it is ${isList(json) ? 'a list' : 'a value'}, no object`);
  } catch (error) {
    return unreadable(
      error instanceof Error ? error.message : 'it cannot be read',
    );
  }
}

function unreadable(reason: string): ParsedDocument {
  return { state: 'unreadable', reason: reason.split('\n')[0] };
}

/** Keys as text, as JSON has them: `8080: http` is a key of a Kubernetes object, too. */
function toJson(value: unknown, depth: number): Json {
  if (depth > mostDepth)
    throw new Error(`it is nested more than ${mostDepth} deep`);
  if (Array.isArray(value)) return value.map(item => toJson(item, depth + 1));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [
        key,
        toJson(child, depth + 1),
      ]),
    );
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  )
    return value;
  return value === null || value === undefined ? null : String(value);
}
