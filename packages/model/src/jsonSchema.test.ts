import { CLUSTER_YAML, PLATFORM_YAML, TENANT_YAML } from './fixtures/example';
import { jsonSchemas, type JsonSchema } from './jsonSchema';

/** Every field of a schema that lacks a description, by path. */
function undescribed(node: JsonSchema, path: string): string[] {
  const parts = Object.entries({
    ...node.properties,
    '*': node.additionalProperties,
    '[]': [node.items].flat().at(0),
  });
  return parts.flatMap(([name, part]) =>
    typeof part === 'object'
      ? [
          ...(part.description ? [] : [`${path}/${name}`]),
          ...undescribed(part, `${path}/${name}`),
        ]
      : [],
  );
}

describe('jsonSchemas', () => {
  const schemas = jsonSchemas();

  it.each(Object.entries(schemas))(
    'describes every field of %s',
    (name, schema) => {
      expect(schema.$schema).toMatch(/draft-07/);
      expect(schema.additionalProperties).toBe(false);
      expect(undescribed(schema, name)).toEqual([]);
    },
  );

  it('knows every key of the example files', () => {
    for (const [schema, text] of [
      [schemas.Tenant, TENANT_YAML],
      [schemas.Cluster, CLUSTER_YAML],
      [schemas.Platform, PLATFORM_YAML],
    ] as const) {
      const keys = [...text.matchAll(/^ {2}(\w+):/gm)].map(([, key]) => key);
      const { spec } = schema.properties ?? {};
      expect(
        Object.keys(typeof spec === 'object' ? spec.properties ?? {} : {}),
      ).toEqual(expect.arrayContaining(keys));
    }
  });

  it('asks a form for no more than it must', () => {
    expect(schemas.TenantRequest.required?.sort()).toEqual([
      'access',
      'environments',
      'name',
      'owner',
      'title',
    ]);
  });
});
