import type { z } from 'zod';
import { Cluster } from './cluster';
import type { Finding } from './describeIssues';
import { Exceptions } from './exceptions';
import type { Path } from './paths';
import { Platform } from './platform';
import { leftOut, MOST_PROBLEMS, type Problem, type Result } from './problems';
import { readYaml, type YamlReading } from './readYaml';
import { Tenant } from './tenant';
import { validate, type Checked } from './validate';
import { lineAndColumn } from './yamlSource';

export interface ParseOptions {
  /** What problems call the text: a path in the repository. */
  file?: string;
}

/** Reads a tenant from YAML; every problem has its line and column. */
export function parseTenant(
  text: string,
  options: ParseOptions = {},
): Result<Tenant> {
  return parse(Tenant, text, options);
}

/** Reads a cluster from YAML; every problem has its line and column. */
export function parseCluster(
  text: string,
  options: ParseOptions = {},
): Result<Cluster> {
  return parse(Cluster, text, options);
}

/** Reads a platform from YAML; every problem has its line and column. */
export function parsePlatform(
  text: string,
  options: ParseOptions = {},
): Result<Platform> {
  return parse(Platform, text, options);
}

/** Reads what is switched off for a tenant from YAML; every problem has its line and column. */
export function parseExceptions(
  text: string,
  options: ParseOptions = {},
): Result<Exceptions> {
  return parse(Exceptions, text, options);
}

/** Adds line and column to problems of a text's contents that were found elsewhere, such as by `checkTenant`. */
export function locateProblems(
  problems: readonly Problem[],
  text: string,
  options: ParseOptions = {},
): Problem[] {
  const reading = readYaml(text);
  return problems.map(problem => ({
    ...problem,
    ...placeOf(offsetFor(problem.path, undefined, reading), text, options),
  }));
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  options: ParseOptions,
): Result<z.output<Schema>> {
  const reading = readYaml(text);
  const checked: Checked<z.output<Schema>> = reading.broken
    ? { ok: false, problems: [] }
    : validate(schema, reading.value);
  const inContents = checked.ok ? [] : checked.problems;
  const told = new Set(inContents.map(({ path }) => JSON.stringify(path)));
  const placed = [
    ...reading.problems
      .filter(({ mild, path }) => !mild || !told.has(JSON.stringify(path)))
      .map(({ offset, mild: _, ...problem }) => ({ offset, problem })),
    ...inContents.map(({ about, ...problem }) => ({
      offset: offsetFor(problem.path, about, reading),
      problem,
    })),
  ].sort((first, second) => first.offset - second.offset);
  if (checked.ok && placed.length === 0) {
    return checked;
  }
  const problems = placed
    .slice(0, MOST_PROBLEMS)
    .map(({ offset, problem }) => ({
      ...problem,
      ...placeOf(offset, text, options),
    }));
  return { ok: false, problems: [...problems, ...leftOut(placed.length)] };
}

/** Where a value stands, or its key; for something that is missing, the key of what should hold it. */
function offsetFor(
  path: Path,
  about: Finding['about'],
  { offsets }: YamlReading,
): number {
  const own = offsets.get(JSON.stringify(path));
  if (own) {
    return about === 'key' ? own.key ?? own.value : own.value;
  }
  for (let length = path.length - 1; length >= 0; length--) {
    const holder = offsets.get(JSON.stringify(path.slice(0, length)));
    if (holder) {
      return holder.key ?? holder.value;
    }
  }
  return 0;
}

function placeOf(
  offset: number,
  text: string,
  { file }: ParseOptions,
): Pick<Problem, 'file' | 'line' | 'column'> {
  return {
    ...(file === undefined ? {} : { file }),
    ...lineAndColumn(text, offset),
  };
}
