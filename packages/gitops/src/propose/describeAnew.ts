import type { BranchState } from './branchState';
import { replaced } from './description';
import type { ForgeRepository } from './forge';
import { editPull, type PullRequest } from './pull';
import type { Proposed, Wanted } from './wanted';

/**
 * Brings title and description of an open pull request up to date, where they are still Tenantry's; what people wrote
 * stays. Answers warnings, and the pull request as the forge then has it, where there was something to tell it.
 */
export async function describeAnew(
  forge: ForgeRepository,
  { proposal }: Wanted,
  { commits, requesters }: Pick<BranchState, 'commits' | 'requesters'>,
  {
    pull,
    change,
  }: { readonly pull: PullRequest; readonly change: Proposed['change'] },
): Promise<{ readonly warnings: string[]; readonly now?: PullRequest }> {
  const me = proposal.requestedBy?.ref;
  // Somebody else asked for the same afterwards: the description keeps the name of who asked first.
  if (change === 'none' && me !== requesters.at(-1)) return { warnings: [] };

  const body = replaced(pull.body, proposal.describe(requesters));
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
