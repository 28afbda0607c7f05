import type { ApiRequest } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, ClusterClient, SendOptions } from './client';

/** Custom resources and some others are replaced only with their present version, which no attack knows beforehand. */
const versionless = /metadata\.resourceVersion: Invalid value/;

/** A controller wrote the same object in between. */
const overtaken = /the object has been modified/;

const mostTries = 8;

/** Sends a request; a replacement that came without the present version, or too late, again with it. */
export async function send(
  client: ClusterClient,
  request: ApiRequest,
  options: SendOptions,
): Promise<Answer> {
  let answer = await client.send(request, options);
  for (let tries = 1; tries < mostTries; tries += 1) {
    if (!versionless.test(answer.message) && !overtaken.test(answer.message))
      return answer;
    if (tries > 1) await sleep(20 * tries);
    answer = await client.send(
      request.verb === 'update' ? await present(client, request) : request,
      options,
    );
  }
  return answer;
}

/** The replacement, with the version of what is there. */
async function present(
  client: ClusterClient,
  request: ApiRequest,
): Promise<ApiRequest> {
  const { body, ...existing } = request;
  const { body: found } = await client.send({ ...existing, verb: 'get' });
  const { resourceVersion } = metadataOf(found);
  return {
    ...request,
    body: {
      ...(body as object),
      metadata: { ...metadataOf(body), resourceVersion },
    },
  };
}

function metadataOf(object: unknown): { readonly resourceVersion?: string } {
  return typeof object === 'object' &&
    object !== null &&
    'metadata' in object &&
    typeof object.metadata === 'object'
    ? object.metadata ?? {}
    : {};
}
