import type {
  ClosedRequest,
  PullRequestSummary,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Notice } from '../../hooks/useNotice';

/** What became of a request, in words. */
export function closedNotice(
  { change, pullRequest, branch }: ClosedRequest,
  { number }: Pick<PullRequestSummary, 'number'>,
): Notice {
  if (change === 'none') {
    return {
      title: `Request #${number} was ${
        pullRequest?.state === 'merged' ? 'merged' : 'closed'
      } already`,
      status: 'info',
    };
  }
  const title = `Request #${number} is closed`;
  return branch && !branch.deleted
    ? {
        title,
        description: `The branch ${branch.name} stays, because ${sentence(
          branch.reason ?? 'the forge keeps it',
        )} Somebody has to delete it, or to reopen the pull request, before the next request.`,
        status: 'warning',
      }
    : { title, status: 'success' };
}

function sentence(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
