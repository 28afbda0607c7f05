import type { RepositoryCoordinates } from './coordinates';
import { listingIn } from './listingError';
import { tenantOfPull } from './openProposals';
import type { ForgeClient } from './repositoryService';

/** The pull request by which a tenant last changed. */
export interface MergedProposal {
  readonly tenant: string;
  readonly number: number;
  readonly url: string;
}

/** The newest merged pull request of each tenant, among the hundred that ended last: one call, however many there are. */
export async function listMergedProposals(
  octokit: ForgeClient,
  coordinates: RepositoryCoordinates,
): Promise<MergedProposal[]> {
  const { owner, repo, branch } = coordinates;
  const answer = await octokit.rest.pulls.list({
    owner,
    repo,
    state: 'closed',
    base: branch,
    sort: 'updated',
    direction: 'desc',
    per_page: 100,
  });
  const newest = new Map<string, MergedProposal>();
  for (const pull of listingIn(answer, coordinates)) {
    const tenant = tenantOfPull(pull, coordinates);
    if (!tenant || !pull.merged_at) continue;
    const known = newest.get(tenant);
    if (known && known.number > pull.number) continue;
    newest.set(tenant, { tenant, number: pull.number, url: pull.html_url });
  }
  return [...newest.values()];
}
