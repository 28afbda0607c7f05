import { jsonSchemas, type JsonSchema } from './jsonSchema';
import { typeWords } from './typeWords';

/** The documents that people write. */
export const documentNames = [
  'tenant',
  'exceptions',
  'platform',
  'cluster',
] as const;
export type DocumentName = (typeof documentNames)[number];

/** One field of a document, as its JSON Schema describes it. */
export interface Field {
  readonly document: DocumentName;
  /** Keys from the top of the document; lists take no step, and `<name>` stands for a name that people choose. */
  readonly path: readonly string[];
  readonly description: string;
  /** In a person's words: `text`, `a list of maps`. */
  readonly type: string;
  readonly required: boolean;
  /** What it is where it is left out. */
  readonly default?: unknown;
  /** Where only some will do. */
  readonly values: readonly unknown[];
  readonly examples: readonly unknown[];
  /** What is right below it. */
  readonly fields: readonly Field[];
}

/** A step that stands for a name which people choose. */
export const ANY_NAME = '<name>';

let known: readonly Field[] | undefined;

/** Every field of every document, each before what is below it. */
export function allFields(): readonly Field[] {
  known ??= documents().flatMap(withBelow);
  return known;
}

/** `tenant.spec.environments.egress`: how a field is asked for. */
export function fieldAddress({ document, path }: Field): string {
  return [document, ...path].join('.');
}

/**
 * The fields that somebody means by `spec.environments[0].egress`, `tenant.size`, `sizes.small.pods` or `egress`: the name of the
 * document, `spec` and positions in lists may be left out. Those that are given from the top come before, and hide,
 * those that merely end like it.
 */
export function findFields(text: string): readonly Field[] {
  const steps = text
    .replace(/\[[^\]]*\]/g, '')
    .split('.')
    .filter(Boolean);
  const [first] = steps;
  const inDocument = documentNames.find(name => name === first?.toLowerCase());
  const wanted = withoutSpec(inDocument ? steps.slice(1) : steps);
  const candidates = allFields().filter(
    ({ document }) => inDocument === undefined || document === inDocument,
  );
  if (wanted.length === 0) {
    return inDocument === undefined
      ? []
      : candidates.filter(({ path }) => path.length === 0);
  }
  const whole = candidates.filter(
    ({ path }) =>
      withoutSpec(path).length === wanted.length &&
      endsLike(withoutSpec(path), wanted),
  );
  return whole.length > 0
    ? whole
    : candidates.filter(({ path }) => endsLike(path, wanted));
}

function endsLike(path: readonly string[], wanted: readonly string[]): boolean {
  const end = path.slice(-wanted.length);
  return (
    end.length === wanted.length &&
    end.every((step, index) =>
      step === ANY_NAME
        ? wanted.length > 1
        : step.toLowerCase() === wanted[index].toLowerCase(),
    )
  );
}

function withoutSpec(path: readonly string[]): readonly string[] {
  return path[0] === 'spec' ? path.slice(1) : path;
}

function documents(): Field[] {
  const { Tenant, Exceptions, Platform, Cluster } = jsonSchemas();
  return [
    fieldOf(Tenant, 'tenant', []),
    fieldOf(Exceptions, 'exceptions', []),
    fieldOf(Platform, 'platform', []),
    fieldOf(Cluster, 'cluster', []),
  ];
}

function withBelow(field: Field): Field[] {
  return [field, ...field.fields.flatMap(withBelow)];
}

function fieldOf(
  node: JsonSchema,
  document: DocumentName,
  path: readonly string[],
  required = true,
): Field {
  const inside = node.items === undefined ? node : nodeOf(node.items);
  return {
    document,
    path,
    description: node.description ?? inside.description ?? '',
    type: inside === node ? typeWords(node) : listWords(inside),
    required,
    default: node.default,
    values: inside.enum ?? [],
    examples: node.examples?.length ? node.examples : inside.examples ?? [],
    fields: belowOf(inside).map(([name, child, isRequired]) =>
      fieldOf(child, document, [...path, name], isRequired),
    ),
  };
}

function listWords(entry: JsonSchema): string {
  return entry.type === 'object'
    ? 'a list of maps'
    : `a list, each entry ${typeWords(entry)}`;
}

function belowOf(node: JsonSchema): [string, JsonSchema, boolean][] {
  const named = Object.entries(node.properties ?? {}).map(
    ([name, child]): [string, JsonSchema, boolean] => [
      name,
      nodeOf(child),
      node.required?.includes(name) ?? false,
    ],
  );
  const { additionalProperties: any } = node;
  return any === undefined || typeof any === 'boolean'
    ? named
    : [...named, [ANY_NAME, any, false]];
}

function nodeOf(node: JsonSchema['items']): JsonSchema {
  const one = Array.isArray(node) ? node[0] : node;
  return typeof one === 'object' ? one : {};
}
