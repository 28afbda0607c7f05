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

/** Open pull requests that Tenantry made, the oldest first. */
export async function listOpenProposals(
  octokit: ForgeClient,
  coordinates: RepositoryCoordinates,
): Promise<OpenProposal[]> {
  const { owner, repo, branch } = coordinates;
  const pulls = await octokit.paginate(octokit.rest.pulls.list, {
    owner,
    repo,
    state: 'open',
    base: branch,
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  return pulls.flatMap(pull => {
    const tenant = tenantOfPull(pull, coordinates);
    return tenant
      ? [
          {
            tenant,
            number: pull.number,
            title: pull.title,
            url: pull.html_url,
            branch: pull.head.ref,
            headSha: pull.head.sha,
            createdAt: pull.created_at,
            draft: pull.draft ?? false,
          },
        ]
      : [];
  });
}

interface PullHead {
  readonly head: {
    readonly ref: string;
    readonly repo: { readonly full_name: string } | null;
  };
}

/** The tenant whose branch a pull request comes from. A branch of the same name in a fork counts for nothing. */
export function tenantOfPull(
  { head }: PullHead,
  { owner, repo }: RepositoryCoordinates,
): string | undefined {
  const here = `${owner}/${repo}`.toLowerCase();
  return head.ref.startsWith(branchPrefix) &&
    head.repo?.full_name.toLowerCase() === here
    ? head.ref.slice(branchPrefix.length)
    : undefined;
}
