import { proposalBranch } from '@tenantry/gitops';
import type { RepositoryCoordinates } from './coordinates';
import type { ForgeClient } from './repositoryService';

const branchPrefix = proposalBranch('');

/** An open pull request of a tenant. */
export interface OpenProposal {
  readonly tenant: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly branch: string;
  readonly headSha: string;
  readonly createdAt: string;
  readonly draft: boolean;
}

/**
 * Open pull requests that Tenantry made, the oldest first.
 *
 * A branch of the same name in a fork counts for nothing: anybody may make one.
 */
export async function listOpenProposals(
  octokit: ForgeClient,
  { owner, repo, branch }: RepositoryCoordinates,
): Promise<OpenProposal[]> {
  const pulls = await octokit.paginate(octokit.rest.pulls.list, {
    owner,
    repo,
    state: 'open',
    base: branch,
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  const here = `${owner}/${repo}`.toLowerCase();
  return pulls
    .filter(
      ({ head }) =>
        head.ref.startsWith(branchPrefix) &&
        head.repo?.full_name.toLowerCase() === here,
    )
    .map(pull => ({
      tenant: pull.head.ref.slice(branchPrefix.length),
      number: pull.number,
      title: pull.title,
      url: pull.html_url,
      branch: pull.head.ref,
      headSha: pull.head.sha,
      createdAt: pull.created_at,
      draft: pull.draft ?? false,
    }));
}
