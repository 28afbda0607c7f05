import type { JsonSchema } from '@tenantry/model';
import { z, type AnyZodObject, type ZodTypeAny } from 'zod/v3';

/**
 * A schema of the model as Backstage's actions want it: names, types and descriptions. Unknown names pass, so that the
 * model itself says what is wrong with a value, in its own words.
 */
export function looseObject({
  properties = {},
  required = [],
}: JsonSchema): AnyZodObject {
  return z
    .object(
      Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => {
          const type = typeOf(schema);
          return [name, required.includes(name) ? type : type.optional()];
        }),
      ),
    )
    .passthrough();
}

function typeOf(schema: JsonSchema | boolean | undefined): ZodTypeAny {
  if (typeof schema !== 'object') return z.unknown();
  const type = bareTypeOf(schema);
  return schema.description ? type.describe(schema.description) : type;
}

function bareTypeOf(schema: JsonSchema): ZodTypeAny {
  switch (schema.type) {
    case 'object':
      return looseObject(schema);
    case 'array':
      return z.array(typeOf([schema.items].flat().at(0)));
    case 'string':
      return z.string();
    case 'integer':
      return z.number().int();
    default: {
      const [first, second, ...rest] = (schema.anyOf ?? []).map(typeOf);
      return first && second ? z.union([first, second, ...rest]) : z.unknown();
    }
  }
}
