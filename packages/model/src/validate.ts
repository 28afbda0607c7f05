import type { z } from 'zod';
import { Cluster } from './cluster';
import { describeIssues, type Finding } from './describeIssues';
import { shapeProblems } from './guard';
import { jsonSchemaOf, type JsonSchema } from './jsonSchema';
import { Platform } from './platform';
import { leftOut, MOST_PROBLEMS, type Result } from './problems';
import { TenantRequest } from './request';
import { Tenant } from './tenant';

const described = new WeakMap<z.ZodType, JsonSchema>();

/** Checks data that claims to be a tenant; all problems at once. */
export function validateTenant(value: unknown): Result<Tenant> {
  return told(validate(Tenant, value));
}

/** Checks data that claims to be a cluster; all problems at once. */
export function validateCluster(value: unknown): Result<Cluster> {
  return told(validate(Cluster, value));
}

/** Checks data that claims to be a platform; all problems at once. */
export function validatePlatform(value: unknown): Result<Platform> {
  return told(validate(Platform, value));
}

/** Checks what a form or another program sent; all problems at once, paths relative to the request. */
export function parseTenantRequest(value: unknown): Result<TenantRequest> {
  return told(validate(TenantRequest, value));
}

/** A value, or findings that still say whether a key or a value is meant. */
export type Checked<T> =
  | { ok: true; value: T }
  | { ok: false; problems: Finding[] };

/** Guards the shape, then checks against a schema and puts what is wrong in words. */
export function validate<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Checked<z.output<Schema>> {
  const misshapen = shapeProblems(value);
  if (misshapen.length > 0) {
    return { ok: false, problems: misshapen };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return { ok: true, value: parsed.data };
  }
  const problems = describeIssues(
    parsed.error.issues,
    value,
    jsonSchemaFor(schema),
  );
  return { ok: false, problems: problems };
}

/** The first problems, without the marks that only matter while positions are looked up. */
function told<T>(checked: Checked<T>): Result<T> {
  if (checked.ok) {
    return checked;
  }
  const problems = checked.problems
    .slice(0, MOST_PROBLEMS)
    .map(({ about: _, ...problem }) => problem);
  return {
    ok: false,
    problems: [...problems, ...leftOut(checked.problems.length)],
  };
}

function jsonSchemaFor(schema: z.ZodType): JsonSchema {
  const known = described.get(schema) ?? jsonSchemaOf(schema);
  described.set(schema, known);
  return known;
}
