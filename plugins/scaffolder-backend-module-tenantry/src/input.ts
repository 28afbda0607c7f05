import { InputError } from '@backstage/errors';
import type { TemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { readTenantRequest } from '@tenantry/backstage-plugin-tenantry-node';
import {
  formatProblems,
  jsonSchemas,
  type JsonSchema,
  type Problem,
  type TenantRequest,
} from '@tenantry/model';

type Schemas = NonNullable<TemplateAction['schema']>;

/**
 * The published schema of a request: its structure and descriptions.
 *
 * The scaffolder checks it before the action runs, and its complaints hide ours, which say what would be right. So it
 * says nothing about values, and optional fields may be null, as forms send them.
 *
 * @param further - inputs beside the request's own
 */
export function inputSchema(
  further: Structure['properties'] = {},
): NonNullable<Schemas['input']> {
  const { properties, ...request } = structureOf(jsonSchemas().TenantRequest);
  return { ...request, properties: { ...properties, ...further } };
}

/** The request in an action's input. Throws an `InputError` that lists every problem with its path. */
export function parseInput(input: JsonObject): TenantRequest {
  const request = readTenantRequest(input);
  if (request.ok) return request.value;
  throw problemsError(request.problems);
}

export function problemsError(problems: readonly Problem[]): InputError {
  const count =
    problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new InputError(
    `the request has ${count}, and nothing was written:\n${formatProblems(
      problems,
    )}`,
  );
}

type Structure = NonNullable<Schemas['input']>;

function structureOf(schema: JsonSchema, optional = false): Structure {
  const { type, description, examples, items, properties } = schema;
  const { required = [], additionalProperties, anyOf } = schema;
  return {
    ...(type ? { type: optional ? ['null', ...[type].flat()] : type } : {}),
    description,
    ...(examples ? { examples } : {}),
    ...(additionalProperties === false ? { additionalProperties } : {}),
    ...(anyOf ? { anyOf: anyOf.flatMap(one => structures(one)) } : {}),
    ...(items ? { items: structures(items)[0] } : {}),
    ...(properties
      ? {
          required: [...required],
          properties: Object.fromEntries(
            Object.entries(properties).flatMap(([name, property]) =>
              structures(property, !required.includes(name)).map(structure => [
                name,
                structure,
              ]),
            ),
          ),
        }
      : {}),
  };
}

function structures(
  schema: JsonSchema['items'],
  optional = false,
): Structure[] {
  return [schema ?? true]
    .flat()
    .flatMap(one =>
      typeof one === 'object' ? [structureOf(one, optional)] : [],
    );
}
