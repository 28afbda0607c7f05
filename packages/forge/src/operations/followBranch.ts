import type { ForgeContext } from '../context';
import { isAncestor } from '../git/commits';
import { readBranch } from '../git/refs';
import type { Repository } from '../repositories';
import { timestamp } from '../state/database';
import { insertEvent } from '../state/events';
import { findPull, listPulls, updatePull, type PullRow } from '../state/pulls';
import type { Actor } from '../users';
import { pullPayload } from './hookPayloads';
import type { RefChange } from './refs';

/** Brings the open pull requests of a branch that has moved up to date with it. */
export async function followBranch(
  forge: ForgeContext,
  repository: Repository,
  change: RefChange,
  actor: Actor,
): Promise<void> {
  const branch = change.name.slice('refs/heads/'.length);
  const open = { state: 'open' } as const;
  for (const pull of listPulls(forge.db, repository.id, {
    ...open,
    headRef: branch,
  })) {
    await followHead(forge, repository, pull, change.after, actor);
  }
  for (const pull of listPulls(forge.db, repository.id, {
    ...open,
    baseRef: branch,
  })) {
    await followBase(forge, repository, pull, change, actor);
  }
}

async function followHead(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  after: string | null,
  actor: Actor,
): Promise<void> {
  if (after === null) {
    await closePull(forge, repository, pull, actor);
    return;
  }
  const tip = await readBranch(repository.git, pull.baseRef);
  updatePull(forge.db, pull.id, {
    headSha: after,
    baseSha: tip ?? pull.baseSha,
  });
  await keepHead(repository, pull.number, after);
  insertEvent(forge.db, {
    pullId: pull.id,
    kind: 'pushed',
    actor: actor.login,
    detail: after,
  });
  const updated = findPull(forge.db, repository.id, pull.number) ?? pull;
  await forge.webhooks.emit(repository, 'pull_request', 'synchronize', () =>
    pullPayload(forge, repository, updated, actor, 'synchronize', {
      before: pull.headSha,
      after,
    }),
  );
  // A branch set back to its base proposes nothing any more.
  if (tip && (await isAncestor(repository.git, after, tip))) {
    await closePull(forge, repository, updated, actor);
  }
}

async function followBase(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  { before, after }: RefChange,
  actor: Actor,
): Promise<void> {
  if (after === null) {
    await closePull(forge, repository, pull, actor);
  } else if (await isAncestor(repository.git, pull.headSha, after)) {
    await recordMerge(forge, repository, pull, {
      actor,
      base: before ?? pull.baseSha,
      commit: after,
    });
  }
}

/** `refs/pull/N/head` keeps the commits of a pull request when its branch is gone. */
export async function keepHead(
  repository: Repository,
  number: number,
  sha: string,
): Promise<void> {
  await repository.git.run([
    'update-ref',
    '--no-deref',
    `refs/pull/${number}/head`,
    sha,
  ]);
}

export async function closePull(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  actor: Actor,
): Promise<void> {
  const tip = await readBranch(repository.git, pull.baseRef);
  updatePull(forge.db, pull.id, {
    state: 'closed',
    closedAt: timestamp(),
    baseSha: tip ?? pull.baseSha,
  });
  insertEvent(forge.db, {
    pullId: pull.id,
    kind: 'closed',
    actor: actor.login,
    detail: '',
  });
  await announceClosed(forge, repository, pull, actor);
}

/** Notes that the base branch contains the pull request. */
export async function recordMerge(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  merge: { actor: Actor; base: string; commit: string },
): Promise<void> {
  const at = timestamp();
  updatePull(forge.db, pull.id, {
    state: 'closed',
    closedAt: at,
    mergedAt: at,
    mergedBy: merge.actor.login,
    mergeCommitSha: merge.commit,
    baseSha: merge.base,
  });
  insertEvent(forge.db, {
    pullId: pull.id,
    kind: 'merged',
    actor: merge.actor.login,
    detail: merge.commit,
  });
  await announceClosed(forge, repository, pull, merge.actor);
}

async function announceClosed(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  actor: Actor,
): Promise<void> {
  const closed = findPull(forge.db, repository.id, pull.number) ?? pull;
  await forge.webhooks.emit(repository, 'pull_request', 'closed', () =>
    pullPayload(forge, repository, closed, actor, 'closed'),
  );
}

/**
 * Catches up with whatever git knows and the database does not, which is left behind when the
 * forge was killed between the two.
 */
export async function catchUp(forge: ForgeContext): Promise<void> {
  for (const repository of forge.repositories.list()) {
    for (const pull of listPulls(forge.db, repository.id)) {
      const actor = forge.users.byLogin(pull.author) ?? {
        login: pull.author,
        name: pull.author,
        email: '',
      };
      const head = (await readBranch(repository.git, pull.headRef)) ?? null;
      if (head !== pull.headSha) {
        await followHead(forge, repository, pull, head, actor);
        continue;
      }
      const tip = await readBranch(repository.git, pull.baseRef);
      if (tip && (await isAncestor(repository.git, head, tip))) {
        await recordMerge(forge, repository, pull, {
          actor,
          base: pull.baseSha,
          commit: tip,
        });
      }
    }
  }
}
