import type { ApiRequest } from '@tenantry/controls';
import type { Answer, ClusterClient, SendOptions } from './client';

const versionless = /metadata\.resourceVersion: Invalid value/;

/** Sends a request. A custom resource is replaced only with its present version, which no attack can know beforehand. */
export async function send(
  client: ClusterClient,
  request: ApiRequest,
  options: SendOptions,
): Promise<Answer> {
  const answer = await client.send(request, options);
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

function metadataOf(object: unknown): { readonly resourceVersion?: string } {
  return typeof object === 'object' &&
    object !== null &&
    'metadata' in object &&
    typeof object.metadata === 'object'
    ? object.metadata ?? {}
    : {};
}
