import {
  jsonSchemas,
  parseTenantRequest,
  type JsonSchema,
  type Result,
  type TenantRequest,
} from '@tenantry/model';

/**
 * Reads a request as forms, templates and programs send it.
 *
 * Forms send what was left open as `undefined`, `null`, an empty text or an empty list, and a template passes it on.
 * An optional field with such a value counts as left out, and so does a blank entry of a list. Required fields and
 * unknown ones stay as they are, so that they are complained about.
 */
export function readTenantRequest(values: unknown): Result<TenantRequest> {
  return parseTenantRequest(
    withoutBlanks(values, jsonSchemas().TenantRequest, 0),
  );
}

/** Deeper than any field of a request; what is deeper is refused by the parser. */
const DEEPEST = 8;

function withoutBlanks(
  value: unknown,
  schema: JsonSchema | boolean | undefined,
  depth: number,
): unknown {
  if (typeof schema !== 'object' || depth > DEEPEST) return value;
  if (Array.isArray(value)) {
    const [items] = [schema.items ?? true].flat();
    return value
      .filter(entry => !isBlank(entry))
      .map(entry => withoutBlanks(entry, items, depth + 1));
  }
  if (!isPlainObject(value) || !schema.properties) return value;
  const { properties, required = [] } = schema;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, child]) =>
          !isBlank(child) ||
          required.includes(key) ||
          !Object.hasOwn(properties, key),
      )
      .map(([key, child]) => [
        key,
        Object.hasOwn(properties, key)
          ? withoutBlanks(child, properties[key], depth + 1)
          : child,
      ]),
  );
}

function isBlank(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
