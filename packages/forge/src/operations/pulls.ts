import { z } from 'zod';

import type { ForgeContext } from '../context';
import { mergeBase } from '../git/commits';
import { readBranch } from '../git/refs';
import { invalid, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { insertEvent } from '../state/events';
import {
  findPull,
  insertPull,
  listPulls,
  updatePull,
  type PullRow,
} from '../state/pulls';
import type { Actor } from '../users';
import { closePull, keepHead } from './followBranch';
import { pullPayload } from './hookPayloads';

export const NewPull = z.object({
  title: z.string().trim().min(1).max(256),
  /** A branch, or `owner:branch`. */
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().max(65_536).nullish(),
  draft: z.boolean().nullish(),
});
export type NewPull = z.infer<typeof NewPull>;

export const PullUpdate = z.object({
  title: z.string().trim().min(1).max(256).optional(),
  body: z.string().max(65_536).nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().min(1).optional(),
});
export type PullUpdate = z.infer<typeof PullUpdate>;

export async function createPull(
  forge: ForgeContext,
  repository: Repository,
  input: NewPull,
  actor: Actor,
): Promise<PullRow> {
  const headRef = branchOfHead(repository, input.head);
  const pull = await repository.git.exclusively(async () => {
    const { headSha, baseSha } = await requireBranches(
      repository,
      headRef,
      input.base,
    );
    refuseDuplicate(forge, repository, headRef, input.base);
    const number = insertPull(forge.db, {
      repositoryId: repository.id,
      title: input.title,
      body: input.body ?? null,
      author: actor.login,
      draft: input.draft ?? false,
      headRef,
      headSha,
      baseRef: input.base,
      baseSha,
    });
    await keepHead(repository, number, headSha);
    return requirePull(forge, repository, number);
  });
  await announcePull(forge, repository, pull, actor, 'opened');
  return pull;
}

export async function changePull(
  forge: ForgeContext,
  repository: Repository,
  number: number,
  input: PullUpdate,
  actor: Actor,
): Promise<PullRow> {
  return repository.git.exclusively(async () => {
    const before = requirePull(forge, repository, number);
    await editPull(forge, repository, before, input, actor);
    if (input.state === 'closed' && before.state === 'open') {
      const pull = requirePull(forge, repository, number);
      await closePull(forge, repository, pull, actor);
    } else if (input.state === 'open' && before.state === 'closed') {
      await reopenPull(forge, repository, number, actor);
    }
    return requirePull(forge, repository, number);
  });
}

async function editPull(
  forge: ForgeContext,
  repository: Repository,
  before: PullRow,
  { title, body, base }: PullUpdate,
  actor: Actor,
): Promise<void> {
  const retarget = base !== undefined && base !== before.baseRef;
  if (retarget) {
    const { baseSha } = await requireBranches(repository, before.headRef, base);
    refuseDuplicate(forge, repository, before.headRef, base);
    updatePull(forge.db, before.id, { baseRef: base, baseSha });
  }
  const renamed = title !== undefined && title !== before.title;
  if (renamed) {
    updatePull(forge.db, before.id, { title });
    insertEvent(forge.db, {
      pullId: before.id,
      kind: 'renamed',
      actor: actor.login,
      detail: title,
    });
  }
  const rewritten = body !== undefined && body !== before.body;
  if (rewritten) {
    updatePull(forge.db, before.id, { body });
  }
  if (retarget || renamed || rewritten) {
    const changes = {
      ...(renamed ? { title: { from: before.title } } : {}),
      ...(rewritten ? { body: { from: before.body ?? '' } } : {}),
      ...(retarget
        ? {
            base: {
              ref: { from: before.baseRef },
              sha: { from: before.baseSha },
            },
          }
        : {}),
    };
    const pull = requirePull(forge, repository, before.number);
    await announcePull(forge, repository, pull, actor, 'edited', { changes });
  }
}

async function reopenPull(
  forge: ForgeContext,
  repository: Repository,
  number: number,
  actor: Actor,
): Promise<void> {
  const pull = requirePull(forge, repository, number);
  if (pull.mergedAt) {
    throw invalid({
      resource: 'PullRequest',
      field: 'state',
      code: 'invalid',
      message: 'state cannot be changed. The pull request is merged.',
    });
  }
  const { headSha, baseSha } = await requireBranches(
    repository,
    pull.headRef,
    pull.baseRef,
  );
  refuseDuplicate(forge, repository, pull.headRef, pull.baseRef);
  updatePull(forge.db, pull.id, {
    state: 'open',
    closedAt: null,
    headSha,
    baseSha,
  });
  await keepHead(repository, number, headSha);
  insertEvent(forge.db, {
    pullId: pull.id,
    kind: 'reopened',
    actor: actor.login,
    detail: '',
  });
  const reopened = requirePull(forge, repository, number);
  await announcePull(forge, repository, reopened, actor, 'reopened');
}

/** Takes a pull request out of draft. */
export async function markReady(
  forge: ForgeContext,
  repository: Repository,
  number: number,
  actor: Actor,
): Promise<PullRow> {
  const before = requirePull(forge, repository, number);
  updatePull(forge.db, before.id, { draft: false });
  const pull = requirePull(forge, repository, number);
  if (before.draft) {
    await announcePull(forge, repository, pull, actor, 'ready_for_review');
  }
  return pull;
}

export function requirePull(
  forge: ForgeContext,
  repository: Repository,
  number: number,
): PullRow {
  const pull = findPull(forge.db, repository.id, number);
  if (!pull) {
    throw new Refusal(404, 'Not Found');
  }
  return pull;
}

export function announcePull(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  actor: Actor,
  action: string,
  extra?: object,
): Promise<void> {
  return forge.webhooks.emit(repository, 'pull_request', action, () =>
    pullPayload(forge, repository, pull, actor, action, extra),
  );
}

/** There are no forks here: the owner in `owner:branch` can only be the repository's. */
export function branchOfHead(repository: Repository, head: string): string {
  const colon = head.indexOf(':');
  const owner = colon < 0 ? repository.owner : head.slice(0, colon);
  if (owner.toLowerCase() !== repository.owner.toLowerCase()) {
    throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  }
  return head.slice(colon + 1);
}

async function requireBranches(
  repository: Repository,
  headRef: string,
  baseRef: string,
): Promise<{ headSha: string; baseSha: string }> {
  const [headSha, baseSha] = await Promise.all([
    readBranch(repository.git, headRef),
    readBranch(repository.git, baseRef),
  ]);
  if (!headSha || !baseSha) {
    throw invalid({
      resource: 'PullRequest',
      field: headSha ? 'base' : 'head',
      code: 'invalid',
    });
  }
  const common = await mergeBase(repository.git, baseSha, headSha);
  if (!common) {
    throw noDifference(
      `The ${headRef} branch has no history in common with ${baseRef}`,
    );
  }
  if (common === headSha) {
    throw noDifference(`No commits between ${baseRef} and ${headRef}`);
  }
  return { headSha, baseSha };
}

function noDifference(message: string): Refusal {
  return invalid({ resource: 'PullRequest', code: 'custom', message });
}

function refuseDuplicate(
  forge: ForgeContext,
  repository: Repository,
  headRef: string,
  baseRef: string,
): void {
  const same = listPulls(forge.db, repository.id, { headRef, baseRef });
  if (same.length > 0) {
    throw invalid({
      resource: 'PullRequest',
      code: 'custom',
      message: `A pull request already exists for ${repository.owner}:${headRef}.`,
    });
  }
}
