import { buildSchema, graphql, type GraphQLError } from 'graphql';
import { Hono } from 'hono';
import { z } from 'zod';

import type { ForgeContext } from '../context';
import { Refusal } from '../refusal';
import { readBody, requireActor, type ApiEnv } from './env';
import { createCommitOnBranch } from './graphql/createCommitOnBranch';
import { GraphqlProblem } from './graphql/problem';
import { pullMutations } from './graphql/pullMutations';
import { repositoryQuery } from './graphql/repositoryQuery';
import { SCHEMA } from './graphql/schema';
import { updateRefs } from './graphql/updateRefs';

const Request = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

const schema = buildSchema(SCHEMA);

/** The part of GitHub's GraphQL API that tools need beside REST. */
export function graphqlRoutes(forge: ForgeContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();

  routes.post('/', async c => {
    const actor = requireActor(c);
    const request = await readBody(c, Request, 'Query');
    const { data, errors } = await graphql({
      schema,
      source: request.query,
      variableValues: request.variables,
      operationName: request.operationName,
      rootValue: {
        ...repositoryQuery(forge, actor),
        ...pullMutations(forge, actor),
        createCommitOnBranch: createCommitOnBranch(forge, actor),
        updateRefs: updateRefs(forge, actor),
      },
    });
    return c.json({
      ...(data === undefined ? {} : { data }),
      ...(errors ? { errors: errors.map(error => shape(forge, error)) } : {}),
    });
  });

  return routes;
}

/** GitHub tells the kind of an error beside its message. */
function shape(forge: ForgeContext, error: GraphQLError) {
  const { message, path, locations, originalError } = error;
  const where = { path, locations };
  if (originalError instanceof GraphqlProblem) {
    return { type: originalError.type, ...where, message };
  }
  if (originalError instanceof Refusal) {
    const type = originalError.status === 404 ? 'NOT_FOUND' : 'UNPROCESSABLE';
    return { type, ...where, message };
  }
  if (originalError) {
    forge.logger.warn(`GraphQL failed: ${originalError.stack}`);
    return { type: 'INTERNAL', ...where, message: 'Something went wrong' };
  }
  return { ...where, message };
}
