import type { BranchState } from './branchState';
import { replaced } from './description';
import type { ForgeRepository } from './forge';
import type { Proposal } from '../proposal';
import { isRequestCommit } from './requestCommits';
import { editPull, type PullRequest } from './pull';
import type { Proposed, Wanted } from './wanted';

export type DescribedBranch = Pick<
  BranchState,
  'tip' | 'commits' | 'requesters'
>;

/** The description of a branch whose tip is the proposal's own commit, which may be newer than the commits that were read. */
export function describeAll(
  proposal: Proposal,
  { tip, commits, requesters }: DescribedBranch,
): string {
  const tenant = proposal.tenant.metadata.name;
  const read = commits.filter(commit => isRequestCommit(commit, tenant));
  const isRead = commits.some(({ sha }) => sha === tip);
  return proposal.describe(requesters, read.length + (isRead ? 0 : 1));
}

/**
 * Brings title and description of an open pull request up to date, where they are still Tenantry's; what people wrote
 * stays. Answers warnings, and the pull request as the forge then has it, where there was something to tell it.
 */
export async function describeAnew(
  forge: ForgeRepository,
  { proposal }: Wanted,
  { tip, commits, requesters }: DescribedBranch,
  {
    pull,
    change,
  }: { readonly pull: PullRequest; readonly change: Proposed['change'] },
): Promise<{ readonly warnings: string[]; readonly now?: PullRequest }> {
  const me = proposal.requestedBy?.ref;
  // Somebody else asked for the same afterwards: the description keeps the name of who asked first.
  if (change === 'none' && me !== requesters.at(-1)) return { warnings: [] };

  const body = replaced(
    pull.body,
    describeAll(proposal, { tip, commits, requesters }),
  );
  const ownTitles = commits.map(({ message }) => message.split('\n')[0]);
  const title = ownTitles.includes(pull.title) ? proposal.title : pull.title;
  const texts = {
    ...(title === pull.title ? {} : { title }),
    ...(body === undefined || sameText(body, pull.body) ? {} : { body }),
  };
  const now =
    Object.keys(texts).length > 0
      ? await editPull(forge, pull, texts)
      : undefined;
  return {
    now,
    warnings:
      change !== 'none' && body === undefined
        ? [
            `The description of pull request #${pull.number} was rewritten by hand, so it still tells of the request before this one.`,
          ]
        : [],
  };
}

function sameText(a: string, b: string): boolean {
  return a.replace(/\r\n/g, '\n').trim() === b.replace(/\r\n/g, '\n').trim();
}
