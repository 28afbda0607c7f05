import { z } from 'zod';

import { commitShape } from '../api/shapes/commit';
import { statusShape } from '../api/shapes/status';
import type { ForgeContext } from '../context';
import { readCommit } from '../git/commits';
import { invalid } from '../refusal';
import type { Repository } from '../repositories';
import { insertStatus, listStatuses, type StatusRow } from '../state/statuses';
import type { Actor } from '../users';
import { basePayload } from './hookPayloads';

export const StatusInput = z.object({
  state: z.enum(['error', 'failure', 'pending', 'success']),
  context: z.string().min(1).max(255).default('default'),
  description: z.string().max(140).nullish(),
  target_url: z
    .string()
    .refine(text => text === '' || /^https?:\/\//.test(text), {
      message: 'must use http(s) scheme',
    })
    .nullish(),
});
export type StatusInput = z.infer<typeof StatusInput>;

export async function setStatus(
  forge: ForgeContext,
  repository: Repository,
  sha: string,
  input: StatusInput,
  actor: Actor,
): Promise<StatusRow> {
  const commit = await readCommit(repository.git, sha);
  if (!commit) {
    throw invalid({
      resource: 'Status',
      code: 'custom',
      message: `No commit found for SHA: ${sha.slice(0, 40)}`,
    });
  }
  insertStatus(forge.db, repository.id, {
    sha,
    context: input.context,
    state: input.state,
    description: input.description ?? null,
    targetUrl: input.target_url || null,
    creator: actor.login,
  });
  const [status] = listStatuses(forge.db, repository.id, sha);
  const { creator, ...shape } = statusShape(forge, repository, status);
  await forge.webhooks.emit(repository, 'status', null, () => ({
    ...shape,
    sha,
    name: repository.fullName,
    commit: commitShape(forge, repository, commit),
    branches: [],
    ...basePayload(forge, repository, actor),
    sender: creator,
  }));
  return status;
}
