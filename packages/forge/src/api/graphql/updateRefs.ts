import { z } from 'zod';

import type { ForgeContext } from '../../context';
import { parseNodeId } from '../../links';
import { updateRefs as update } from '../../operations/updateRefs';
import { parseInput } from '../../refusal';
import type { Actor } from '../../users';
import { GraphqlProblem } from './problem';

const ObjectId = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit id');

const Input = z.object({
  repositoryId: z.string(),
  refUpdates: z
    .array(
      z.object({
        name: z.string(),
        beforeOid: ObjectId.nullish(),
        afterOid: ObjectId,
        force: z.boolean().nullish(),
      }),
    )
    .min(1)
    .max(100),
  clientMutationId: z.string().nullish(),
});

/** Moves refs from where the caller has seen them, in one step; forty zeros stand for a ref that is not there. */
export function updateRefs(forge: ForgeContext, actor: Actor) {
  return async (call: { input: unknown }) => {
    const input = parseInput(Input, call.input, 'Reference');
    const node = parseNodeId(input.repositoryId);
    const repository = forge.repositories
      .list()
      .find(({ id }) => node?.type === 'Repository' && node.id === String(id));
    if (!repository) {
      throw new GraphqlProblem(
        'NOT_FOUND',
        `Could not resolve to a node with the global id of '${input.repositoryId}'`,
      );
    }
    const updates = input.refUpdates.map(
      ({ name, beforeOid, afterOid, force }) => ({
        name,
        before: beforeOid ?? undefined,
        after: afterOid,
        force: force ?? false,
      }),
    );
    await update(forge, repository, updates, actor);
    return { clientMutationId: input.clientMutationId ?? null };
  };
}
