import { marked } from './description';
import type { ForgeRepository } from './forge';
import { createPull } from './pull';
import { dress } from './dress';
import type { Proposed, Wanted } from './wanted';

/** Opens the pull request of a branch whose tip is this commit. */
export async function openPull(
  forge: ForgeRepository,
  wanted: Wanted,
  commitSha: string,
  earlierRequesters: readonly string[] = [],
): Promise<Proposed> {
  const { proposal, baseBranch, pullRequest } = wanted;
  const { branch, title } = proposal;
  const pull = await createPull(forge, {
    branch,
    baseBranch,
    title,
    body: marked(proposal.describe(earlierRequesters)),
    draft: pullRequest.draft,
  });
  return {
    pullRequestUrl: pull.url,
    pullRequestNumber: pull.number,
    branch,
    commitSha,
    change: 'opened',
    warnings: await dress(forge, { wanted, pull, change: 'opened' }),
  };
}
