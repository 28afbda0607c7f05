import { jsonSchemas, type JsonSchema } from '@tenantry/model';
import { ZodArray, ZodObject, ZodOptional, type ZodTypeAny } from 'zod/v3';
import { looseObject } from './looseObject';

/** The paths of all fields, with a question mark where one may be left out. */
function fieldsOf(schema: JsonSchema | boolean | undefined, at = ''): string[] {
  if (typeof schema !== 'object') return [];
  const { properties = {}, required = [], items } = schema;
  return [
    ...Object.entries(properties).flatMap(([name, part]) => {
      const path = `${at}/${name}${required.includes(name) ? '' : '?'}`;
      return [path, ...fieldsOf(part, path)];
    }),
    ...fieldsOf([items].flat().at(0), at),
  ];
}

function fieldsOfZod(schema: ZodTypeAny, at = ''): string[] {
  if (schema instanceof ZodOptional) return fieldsOfZod(schema.unwrap(), at);
  if (schema instanceof ZodArray) return fieldsOfZod(schema.element, at);
  if (!(schema instanceof ZodObject)) return [];
  const shape: Record<string, ZodTypeAny> = schema.shape;
  return Object.entries(shape).flatMap(([name, part]) => {
    const path = `${at}/${name}${part.isOptional() ? '?' : ''}`;
    return [path, ...fieldsOfZod(part, path)];
  });
}

const { TenantRequest } = jsonSchemas();

it('has every field of a request', () => {
  const fields = fieldsOf(TenantRequest);
  expect(fields).toContain('/environments/egress?/ports');
  expect(fieldsOfZod(looseObject(TenantRequest))).toEqual(fields);
});

it('keeps what it does not know, and refuses another type', () => {
  const schema = looseObject(TenantRequest);
  const value = {
    name: 'payments',
    title: 'Payments',
    owner: 'group:default/payments',
    access: { admins: ['payments-leads'], colour: 'green' },
    environments: [
      { name: 'dev', cluster: 'dev-1', egress: [{ ports: [443, '514/UDP'] }] },
    ],
  };
  expect(schema.parse(value)).toEqual(value);
  expect(schema.safeParse({ ...value, environments: 'dev' }).success).toBe(
    false,
  );
});
