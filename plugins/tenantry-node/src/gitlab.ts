import { GitOpsError } from '@tenantry/gitops';
import type { RepositoryCoordinates } from './coordinates';
import { listingError, listingIn } from './listingError';
import type { MergedProposal } from './mergedProposals';
import { tenantOfBranch, type OpenProposal } from './openProposals';

/** A merge request as GitLab's API writes it, as far as it is used here. */
interface MergeRequest {
  readonly iid: number;
  readonly title: string;
  readonly web_url: string;
  readonly source_branch: string;
  readonly source_project_id: number;
  readonly target_project_id: number;
  readonly sha: string;
  readonly created_at: string;
  readonly draft?: boolean;
}

/** Who asks GitLab: a token of a person, a project or an application. */
export interface GitlabAccess {
  readonly coordinates: RepositoryCoordinates;
  readonly token: string | undefined;
}

const answerWithinMs = 30_000;

/** Open merge requests from Tenantry's branches, the oldest first. A branch of the same name in a fork counts for nothing. */
export async function listOpenMergeRequests(
  access: GitlabAccess,
): Promise<OpenProposal[]> {
  const found: OpenProposal[] = [];
  for (let page = '1'; page !== ''; ) {
    const answer = await list(access, {
      state: 'opened',
      order_by: 'created_at',
      sort: 'asc',
      page,
    });
    found.push(
      ...answer.mergeRequests.flatMap(request => {
        const tenant = tenantOf(request);
        return tenant === undefined
          ? []
          : [
              {
                tenant,
                number: request.iid,
                title: request.title,
                url: request.web_url,
                branch: request.source_branch,
                headSha: request.sha,
                createdAt: request.created_at,
                draft: request.draft ?? false,
              },
            ];
      }),
    );
    page = answer.nextPage;
  }
  return found;
}

/** The newest merged merge request of each tenant, among the hundred that changed last. */
export async function listMergedMergeRequests(
  access: GitlabAccess,
): Promise<MergedProposal[]> {
  const { mergeRequests } = await list(access, {
    state: 'merged',
    order_by: 'updated_at',
    sort: 'desc',
  });
  const newest = new Map<string, MergedProposal>();
  for (const request of mergeRequests) {
    const tenant = tenantOf(request);
    const { iid: number, web_url: url } = request;
    const known = tenant && newest.get(tenant);
    if (!tenant || (known && known.number > number)) continue;
    newest.set(tenant, { tenant, number, url });
  }
  return [...newest.values()];
}

function tenantOf(request: MergeRequest): string | undefined {
  return request.source_project_id === request.target_project_id
    ? tenantOfBranch(request.source_branch)
    : undefined;
}

async function list(
  { coordinates, token }: GitlabAccess,
  query: Readonly<Record<string, string>>,
): Promise<{ mergeRequests: readonly MergeRequest[]; nextPage: string }> {
  const { apiBaseUrl, owner, repo, branch } = coordinates;
  const project = encodeURIComponent(`${owner}/${repo}`);
  const search = new URLSearchParams({
    ...query,
    target_branch: branch,
    per_page: '100',
  });
  try {
    const answer = await fetch(
      `${apiBaseUrl}/projects/${project}/merge_requests?${search}`,
      {
        headers: token ? { Authorization: `Bearer ${token}` } : {},
        signal: AbortSignal.timeout(answerWithinMs),
      },
    );
    if (!answer.ok) {
      throw Object.assign(new Error(`it answered ${answer.status}`), {
        status: answer.status,
      });
    }
    // Whether it is a list is looked at next.
    const data = (await answer
      .json()
      .catch(() => undefined)) as readonly MergeRequest[];
    return {
      mergeRequests: listingIn({ data }, coordinates),
      nextPage: answer.headers.get('x-next-page') ?? '',
    };
  } catch (error) {
    if (error instanceof GitOpsError) throw error;
    const failure = error instanceof Error ? error : new Error(String(error));
    throw listingError(
      Object.assign(new Error(reasonOf(failure)), {
        status: 'status' in failure ? failure.status : 0,
      }),
      coordinates,
    );
  }
}

/** `fetch` says only “fetch failed”; what failed is in its cause. */
function reasonOf({ message, cause }: Error): string {
  return cause instanceof Error ? cause.message : message;
}
