import type { ApiRequest } from '@tenantry/controls';
import type { Answer, ClusterClient, SendOptions } from './client';

const versionless = /metadata\.resourceVersion: Invalid value/;

/** Sends a request. A custom resource is replaced only with its present version, which no attack can know beforehand. */
export async function send(
  client: ClusterClient,
  request: ApiRequest,
  options: SendOptions,
): Promise<Answer> {
  const answer = await sendUntilInTime(client, request, options);
  if (request.verb !== 'update' || !versionless.test(answer.message))
    return answer;
  const { body: _, ...existing } = request;
  const { body: found } = await client.send({ ...existing, verb: 'get' });
  const { resourceVersion } = metadataOf(found);
  return client.send(
    {
      ...request,
      body: {
        ...(request.body as object),
        metadata: { ...metadataOf(request.body), resourceVersion },
      },
    } as ApiRequest,
    options,
  );
}

const overtaken = /the object has been modified/;

/** A controller that writes the same object in between makes the API server ask for another try. */
async function sendUntilInTime(
  client: ClusterClient,
  request: ApiRequest,
  options: SendOptions,
): Promise<Answer> {
  let answer = await client.send(request, options);
  for (let tries = 1; overtaken.test(answer.message) && tries < 5; tries += 1)
    answer = await client.send(request, options);
  return answer;
}

function metadataOf(object: unknown): { readonly resourceVersion?: string } {
  return typeof object === 'object' &&
    object !== null &&
    'metadata' in object &&
    typeof object.metadata === 'object'
    ? object.metadata ?? {}
    : {};
}
