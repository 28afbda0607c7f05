import type { BranchState } from './branchState';
import { describeAll, describeAnew } from './describeAnew';
import { marked } from './description';
import type { ForgeRepository } from './forge';
import { createPull } from './pull';
import { dress } from './dress';
import type { Proposed, Wanted } from './wanted';

/** The branch before this request, where it was there. */
type Before = Pick<BranchState, 'commits' | 'requesters'>;

/** Opens the pull request of a branch whose tip is this commit. */
export async function openPull(
  forge: ForgeRepository,
  wanted: Wanted,
  commitSha: string,
  before: Before = { commits: [], requesters: [] },
): Promise<Proposed> {
  const { proposal, baseBranch, pullRequest } = wanted;
  const { branch, title } = proposal;
  const { pull, found } = await createPull(forge, {
    branch,
    baseBranch,
    title,
    body: marked(describeAll(proposal, { ...before, tip: commitSha })),
    draft: pullRequest.draft,
  });
  const change = 'opened';
  const known = [commitSha, ...before.commits.map(({ sha }) => sha)];
  // One that somebody opened for an earlier request tells of that; whoever stands on this commit tells of theirs.
  const texts =
    found && known.includes(pull.headSha)
      ? await describeAnew(
          forge,
          wanted,
          { ...before, tip: commitSha },
          { pull, change },
        )
      : { warnings: [] };
  const extras = await dress(forge, { wanted, pull, change });
  return {
    pullRequestUrl: pull.url,
    pullRequestNumber: pull.number,
    branch,
    commitSha,
    change,
    warnings: [...texts.warnings, ...extras],
  };
}
