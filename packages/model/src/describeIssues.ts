import type { z } from 'zod';
import { closest } from './didYouMean';
import { schemaAt, type JsonSchema } from './jsonSchema';
import { valueAt, type Path } from './paths';
import type { Problem } from './problems';
import { listed, quote } from './quote';
import { typeWords } from './typeWords';

type Issue = z.core.$ZodIssue;

/** A problem, and whether it is about a key rather than the value behind it. */
export interface Finding extends Problem {
  about?: 'key';
}

/** What zod found, in a person's words; descriptions and examples come from the schema itself. */
export function describeIssues(
  issues: readonly Issue[],
  root: unknown,
  schema: JsonSchema,
): Finding[] {
  const findings = issues
    .flatMap(innermost)
    .flatMap(issue =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(key => unknownKey(pathOf(issue), key, root, schema))
        : [describe(issue, root, schema)],
    );
  const misspelt = new Set(
    findings.flatMap(({ path, example, about }) =>
      about === 'key' ? [JSON.stringify([...path.slice(0, -1), example])] : [],
    ),
  );
  // A misspelt key is one mistake, not also a missing one.
  return findings.filter(
    ({ path, about }) => about === 'key' || !misspelt.has(JSON.stringify(path)),
  );
}

/** Where one of several allowed shapes fits as a whole, what is wrong inside it says more than that none fits. */
function innermost(issue: Issue): Issue[] {
  const fitting =
    issue.code === 'invalid_union'
      ? issue.errors.find(branch =>
          branch.every(({ path }) => path.length > 0),
        ) ?? []
      : [];
  return fitting.length > 0
    ? fitting.map(inner => ({ ...inner, path: [...issue.path, ...inner.path] }))
    : [issue];
}

function unknownKey(
  path: Path,
  key: string,
  root: unknown,
  schema: JsonSchema,
): Finding {
  const known = Object.keys(schemaAt(schema, path)?.properties ?? {});
  const missing = known.filter(
    name => valueAt(root, [...path, name]) === undefined,
  );
  const meant = closest(key, missing);
  const hint = meant
    ? `did you mean ${quote(meant)}?`
    : `allowed here: ${listed(known)}`;
  return {
    path: [...path, key],
    message: `unknown key ${quote(key)}; ${hint}`,
    example: meant,
    about: 'key',
  };
}

function describe(issue: Issue, root: unknown, schema: JsonSchema): Finding {
  const path = pathOf(issue);
  const node = schemaAt(schema, path);
  const value = valueAt(root, path);
  const example = exampleOf(issue, node);
  return {
    path,
    message: messageOf(issue, value, node),
    ...(example === undefined ? {} : { example }),
    ...(issue.code === 'invalid_key' ? { about: 'key' as const } : {}),
  };
}

function messageOf(
  issue: Issue,
  value: unknown,
  node: JsonSchema | undefined,
): string {
  const purpose = node?.description ? `: ${plain(node.description)}` : '';
  switch (issue.code) {
    case 'custom':
      return issue.message;
    case 'invalid_type':
    case 'invalid_union':
      return wrongType(value, node, purpose);
    case 'invalid_value':
      return value === undefined
        ? `is missing${purpose}`
        : `is ${shown(value)}; expected ${listed(
            issue.values.map(String),
          ).replace(/ and ([^ ]+)$/, ' or $1')}`;
    case 'too_big':
      return issue.origin === 'array'
        ? `holds too many entries; at most ${issue.maximum}`
        : `is ${shown(value)}; at most ${issue.maximum}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `holds too few entries; at least ${issue.minimum}${purpose}`
        : `is ${shown(value)}; at least ${issue.minimum}`;
    case 'invalid_key':
      return issue.issues.map(inner => inner.message).join('; ');
    default:
      return `is ${shown(value)}; expected ${typeWords(node)}${purpose}`;
  }
}

function wrongType(
  value: unknown,
  node: JsonSchema | undefined,
  purpose: string,
): string {
  const expected = typeWords(node);
  if (value === undefined) {
    return `is missing${purpose}`;
  }
  if (value === null) {
    return `is empty; expected ${expected}${purpose}`;
  }
  const unquoted =
    expected === 'text' && ['number', 'boolean'].includes(typeof value);
  return `is ${kindOf(value)}; expected ${expected}${
    unquoted ? ', so put it in quotes' : ''
  }${purpose}`;
}

function exampleOf(
  issue: Issue,
  node: JsonSchema | undefined,
): string | undefined {
  if (issue.code === 'custom' || issue.code === 'invalid_key') {
    const [custom] =
      issue.code === 'custom'
        ? [issue]
        : issue.issues.filter(inner => inner.code === 'custom');
    const example: unknown = custom?.params?.example;
    return typeof example === 'string' ? example : undefined;
  }
  const [first] = node?.examples ?? [node?.const];
  return first === undefined ? undefined : textOf(first);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) {
    return 'a list';
  }
  if (typeof value === 'string') {
    return `text, ${shown(value)}`;
  }
  return typeof value === 'number' || typeof value === 'boolean'
    ? `the ${typeof value === 'number' ? 'number' : 'truth value'} ${value}`
    : 'a map of keys to values';
}

function shown(value: unknown): string {
  if (typeof value === 'string') {
    return quote(value);
  }
  return typeof value === 'number' ? String(value) : kindOf(value);
}

function textOf(example: unknown): string {
  return typeof example === 'object'
    ? JSON.stringify(example)
    : String(example);
}

function plain(description: string): string {
  return description.replace(/\.$/, '');
}

function pathOf(issue: Issue): Path {
  return issue.path.map(step =>
    typeof step === 'number' ? step : String(step),
  );
}
