import type { PartialObject } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterClient } from './client';
import { resourceOf } from './resources';

/** What an attempt needs can't be made. */
export class GivenError extends Error {
  override readonly name = 'GivenError';
}

/** How long a quota may count what was just taken away. */
const countedMs = 3_000;

export function stillCounts(message: string): boolean {
  return /exceeded quota|status unknown for quota|fulfilled on resourcequotas/.test(
    message,
  );
}

/** Asks again for a while: quotas are counted anew a moment after something is gone. */
export async function whenCounted<T>(
  ask: () => Promise<T>,
  again: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + countedMs;
  for (;;) {
    const answer = await ask();
    if (!again(answer) || Date.now() > deadline) return answer;
    await sleep(50);
  }
}

/** Makes what is left of `rest` until a quota refuses. */
export async function fillUp(
  rest: PartialObject[],
  made: PartialObject[],
  client: ClusterClient,
): Promise<void> {
  for (const object of [...rest]) {
    const { status, message } = await create(object, client);
    if (status >= 300) {
      if (stillCounts(message)) return;
      throw new GivenError(cannotBeMade(object, message));
    }
    made.push(object);
    rest.shift();
  }
}

export async function make(
  object: PartialObject,
  client: ClusterClient,
): Promise<void> {
  const { status, message } = await whenCounted(
    () => create(object, client),
    answer => answer.status >= 300 && stillCounts(answer.message),
  );
  if (status >= 300 && status !== 409)
    throw new GivenError(cannotBeMade(object, message));
}

function cannotBeMade({ kind, metadata }: PartialObject, message: string) {
  return `${kind} ${metadata.name}, which the attempt needs, can't be made: ${message}`;
}

function create(object: PartialObject, client: ClusterClient) {
  return client.send({
    verb: 'create',
    resource: resourceOf(object),
    ...placeOf(object),
    body: object,
  });
}

export async function remove(
  object: PartialObject,
  client: ClusterClient,
): Promise<void> {
  const existing = {
    resource: resourceOf(object),
    name: object.metadata.name,
    ...placeOf(object),
  };
  const { body } = await client.send({
    verb: 'delete',
    ...existing,
    body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
  });
  if (isHeld(body))
    await whenCounted(
      () => client.send({ verb: 'get', ...existing }),
      answer => answer.status !== 404,
    );
}

/** By a finalizer, which a controller takes away in a moment; a Namespace takes longer, and holds up nobody. */
function isHeld(body: unknown): boolean {
  const { metadata } = (body ?? {}) as {
    readonly metadata?: { readonly finalizers?: readonly string[] };
  };
  return (metadata?.finalizers ?? []).length > 0;
}

function placeOf({ metadata }: PartialObject) {
  return metadata.namespace ? { namespace: metadata.namespace } : {};
}
