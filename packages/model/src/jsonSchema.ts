import { z } from 'zod';
import { Cluster } from './cluster';
import { Exceptions } from './exceptions';
import { Platform } from './platform';
import { TenantRequest } from './request';
import { Tenant } from './tenant';

/** A JSON Schema, draft 7: what a document may look like before defaults are filled in. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** JSON Schemas for editors and forms, with a description on every field. */
export function jsonSchemas(): Record<
  'Tenant' | 'TenantRequest' | 'Exceptions' | 'Cluster' | 'Platform',
  JsonSchema
> {
  return {
    Tenant: jsonSchemaOf(Tenant),
    TenantRequest: jsonSchemaOf(TenantRequest),
    Exceptions: jsonSchemaOf(Exceptions),
    Cluster: jsonSchemaOf(Cluster),
    Platform: jsonSchemaOf(Platform),
  };
}

/** The JSON Schema of one zod schema. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
}

/** The part of a JSON Schema that speaks of a path; undefined where it leaves the schema. */
export function schemaAt(
  schema: JsonSchema,
  path: readonly (string | number)[],
): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((node, step) => {
    const next =
      typeof step === 'number'
        ? node?.items
        : propertyOf(node, step) ?? node?.additionalProperties;
    const one = Array.isArray(next) ? next[0] : next;
    return typeof one === 'object' ? one : undefined;
  }, schema);
}

function propertyOf(node: JsonSchema | undefined, key: string) {
  const properties = node?.properties ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : undefined;
}
