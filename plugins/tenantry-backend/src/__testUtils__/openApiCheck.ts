import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Router } from 'express';
import { z } from 'zod';
import type { openApiDocument } from '../openapi';

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const Reference = z.object({ $ref: z.string() });
const Answer = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })),
});
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  example: z.unknown(),
});
const Operation = z.looseObject({
  parameters: z.array(Parameter).optional(),
  responses: z.record(z.string(), z.union([Reference, Answer])),
});
const Described = z.looseObject({
  paths: z.record(
    z.string(),
    z.looseObject(
      Object.fromEntries(methods.map(method => [method, Operation.optional()])),
    ),
  ),
  components: z.looseObject({
    schemas: z.record(z.string(), z.unknown()),
    responses: z.record(z.string(), Answer),
  }),
});

const Layers = z.array(
  z.looseObject({
    name: z.string(),
    route: z
      .looseObject({
        path: z.string(),
        methods: z.record(z.string(), z.boolean()),
      })
      .optional(),
  }),
);

/** Holds a router and its answers against the document that describes them. */
export function openApiCheck(document: ReturnType<typeof openApiDocument>) {
  const { paths, components } = Described.parse(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  const schemas = closed(components.schemas);
  const answered = new Set<string>();

  /** Its schema; `undefined` where the status isn't described. */
  function schemaOf(operation: string, status: number): unknown {
    const [method, path] = operation.split(' ');
    const responses = Operation.safeParse(paths[path]?.[method]).data
      ?.responses;
    const response = responses?.[status];
    const answer = Answer.safeParse(
      response && '$ref' in response
        ? components.responses[String(response.$ref).split('/').at(-1) ?? '']
        : response,
    );
    return answer.data?.content['application/json']?.schema;
  }

  return {
    /** Such as `get /tenants/{name}`. */
    described: Object.entries(paths).flatMap(([path, item]) =>
      methods.filter(method => item[method]).map(method => `${method} ${path}`),
    ),
    /** The examples of all its query parameters, as the address has them. */
    exampleQuery(operation: string): string {
      const [method, path] = operation.split(' ');
      const { parameters = [] } = Operation.parse(paths[path]?.[method]);
      return parameters
        .filter(parameter => parameter.in === 'query')
        .flatMap(({ name, example }) =>
          [example].flat().map(value => `${name}=${value}`),
        )
        .join('&');
    },
    /** Operations that `problems` saw succeed. */
    answered,
    /** What is wrong with an answer; a field that isn't described is. */
    problems(operation: string, status: number, body: unknown): string[] {
      const schema = schemaOf(operation, status);
      if (schema === undefined)
        return [`${operation} answers ${status}, which isn't described`];
      if (status < 300) answered.add(operation);
      const validate = ajv.compile({
        ...Object(closed(schema)),
        components: { schemas },
      });
      if (validate(body)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params }) =>
          `${operation} ${status} ${instancePath} ${message} ${JSON.stringify(
            params,
          )}`,
      );
    },
  };
}

/** The routes of a router as OpenAPI writes them. Those of a router within would be overlooked, so there must be none. */
export function routesOf(router: Router): string[] {
  return Layers.parse(router.stack).flatMap(({ name, route }) => {
    if (name === 'router')
      throw new Error('a router within the router: its routes are not seen');
    const path = route?.path.replace(/:(\w+)/g, '{$1}');
    return Object.keys(route?.methods ?? {}).map(method => `${method} ${path}`);
  });
}

/** No property but those that are described, where the document leaves it open. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([key, part]) => [key, closed(part)]),
  );
  return 'properties' in schema && !('additionalProperties' in schema)
    ? { ...parts, additionalProperties: false }
    : parts;
}
