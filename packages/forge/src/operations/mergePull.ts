import { z } from 'zod';

import type { ForgeContext } from '../context';
import { listCommits, now, readCommits, writeCommit } from '../git/commits';
import { moveRef, readBranch } from '../git/refs';
import { Refusal } from '../refusal';
import type { Repository } from '../repositories';
import type { PullRow } from '../state/pulls';
import type { Actor } from '../users';
import { recordMerge } from './followBranch';
import { tryMerge } from './inspectPull';
import { requirePull } from './pulls';
import { announceRefChange } from './refs';

export const MergeInput = z.object({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  /** The head the caller has seen; the merge is refused when it has moved since. */
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).optional(),
});
export type MergeInput = z.infer<typeof MergeInput>;

/** Merges a pull request and answers the id of the new commit on its base branch. */
export async function mergePull(
  forge: ForgeContext,
  repository: Repository,
  number: number,
  input: MergeInput,
  actor: Actor,
): Promise<string> {
  return repository.git.exclusively(async () => {
    const pull = requirePull(forge, repository, number);
    refuseUnlessMergeable(pull, input);
    const tip = await readBranch(repository.git, pull.baseRef);
    const merge = tip
      ? await tryMerge(forge, repository, tip, pull.headSha)
      : undefined;
    if (!tip || !merge?.clean) {
      throw new Refusal(405, 'Pull Request is not mergeable');
    }
    const squash = input.merge_method === 'squash';
    const signature = { name: actor.name, email: actor.email, ...now() };
    const commit = await writeCommit(repository.git, {
      tree: merge.tree,
      parents: squash ? [tip] : [tip, pull.headSha],
      author: signature,
      committer: signature,
      message: await mergeMessage(repository, pull, tip, input),
    });
    const name = `refs/heads/${pull.baseRef}`;
    if (!(await moveRef(repository.git, name, tip, commit))) {
      throw new Refusal(
        409,
        'Base branch was modified. Review and try the merge again.',
      );
    }
    await recordMerge(forge, repository, pull, { actor, base: tip, commit });
    const change = { name, before: tip, after: commit };
    await announceRefChange(forge, repository, change, actor);
    return commit;
  });
}

function refuseUnlessMergeable(pull: PullRow, input: MergeInput): void {
  if (pull.state === 'closed') {
    throw new Refusal(405, 'Pull Request is not mergeable');
  }
  if (pull.draft) {
    throw new Refusal(405, 'Pull Request is still a draft');
  }
  if (input.merge_method === 'rebase') {
    throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
  }
  if (input.sha !== undefined && input.sha !== pull.headSha) {
    throw new Refusal(
      409,
      'Head branch was modified. Review and try the merge again.',
    );
  }
}

async function mergeMessage(
  repository: Repository,
  pull: PullRow,
  tip: string,
  input: MergeInput,
): Promise<string> {
  const squash = input.merge_method === 'squash';
  const title =
    input.commit_title ??
    (squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${repository.owner}/${pull.headRef}`);
  const body =
    input.commit_message ??
    (squash ? await squashedMessages(repository, pull, tip) : pull.title);
  return body ? `${title}\n\n${body}` : title;
}

/** What the squashed commits said: the rest of the only one, or the subjects of several. */
async function squashedMessages(
  repository: Repository,
  pull: PullRow,
  tip: string,
): Promise<string> {
  const shas = await listCommits(repository.git, {
    from: pull.headSha,
    excluding: tip,
    oldestFirst: true,
  });
  const commits = await readCommits(repository.git, shas);
  if (commits.length === 1) {
    return commits[0].message.split('\n').slice(1).join('\n').trim();
  }
  return commits
    .map(({ message }) => `* ${message.split('\n', 1)[0]}`)
    .join('\n\n');
}
