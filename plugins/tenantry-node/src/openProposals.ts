import { proposalBranch } from '@tenantry/gitops';
import type { RepositoryCoordinates } from './coordinates';
import { listingIn } from './listingError';
import type { ForgeClient } from './repositoryService';

const branchPrefix = proposalBranch('');

type Pull = Awaited<
  ReturnType<ForgeClient['rest']['pulls']['list']>
>['data'][number];

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
  const pulls = await listPulls(octokit, coordinates);
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

/** Page by page, because the client's own way of paging takes every answer for a listing. */
async function listPulls(
  octokit: ForgeClient,
  coordinates: RepositoryCoordinates,
  page = 1,
): Promise<Pull[]> {
  const { owner, repo, branch } = coordinates;
  const answer = await octokit.rest.pulls.list({
    owner,
    repo,
    state: 'open',
    base: branch,
    sort: 'created',
    direction: 'asc',
    per_page: 100,
    page,
  });
  const pulls = listingIn(answer, coordinates);
  return answer.headers.link?.includes('rel="next"')
    ? [...pulls, ...(await listPulls(octokit, coordinates, page + 1))]
    : [...pulls];
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
  return head.repo?.full_name.toLowerCase() === here
    ? tenantOfBranch(head.ref)
    : undefined;
}

export function tenantOfBranch(branch: string): string | undefined {
  return branch.startsWith(branchPrefix)
    ? branch.slice(branchPrefix.length)
    : undefined;
}
