import { BranchTakenError } from '../errors';
import type { BranchCommit } from '../history';
import type { Proposal } from '../proposal';
import { requesterTrailer, trailer } from '../commitMessage';
import type { History } from './forge';
import { reconcile, type Reconciled } from './reconcile';
import { isRequestCommit } from './requestCommits';

/** A tenant's branch as it is, compared with what a request wants of it. */
export interface BranchState {
  readonly tip: string;
  /** Commits that the base doesn't have, each after its parents. */
  readonly commits: readonly BranchCommit[];
  /** Those that people made, or other tools. */
  readonly foreign: readonly BranchCommit[];
  /** Who asked for what is on the branch, in that order. */
  readonly requesters: readonly string[];
  readonly outcome: Reconciled;
}

/**
 * Reads a branch from git, whose commits are brought here where they are not yet; `undefined` when no branch leads to
 * the tip any more.
 *
 * @throws BranchTakenError when the branch has no history in common with the base.
 */
export async function readBranchState(
  history: History,
  proposal: Proposal,
  tip: string,
): Promise<BranchState | undefined> {
  const base = proposal.base.commit;
  if (!(await history.has(tip)) || !(await history.has(base))) {
    await history.fetch();
    if (!(await history.has(tip))) return undefined;
  }
  const start = await history.mergeBase(base, tip);
  if (start === undefined) {
    throw new BranchTakenError(
      proposal.branch,
      'has no history in common with the main branch',
      `Delete the branch ${proposal.branch}.`,
    );
  }
  const [commits, toTip, toBase] = await Promise.all([
    history.commits({ without: base, to: tip }),
    history.diff(start, tip),
    history.diff(start, base),
  ]);
  const tenant = proposal.tenant.metadata.name;
  const isOurs = (commit: BranchCommit) => isRequestCommit(commit, tenant);
  const { changes } = proposal;
  return {
    tip,
    commits,
    foreign: commits.filter(commit => !isOurs(commit)),
    requesters: requestersIn(commits.filter(isOurs)),
    outcome: reconcile({ tenant, changes, commits, toTip, toBase, isOurs }),
  };
}

function requestersIn(commits: readonly BranchCommit[]): string[] {
  const names = commits.flatMap(
    ({ message }) => trailer(message, requesterTrailer) ?? [],
  );
  return [...new Set(names)];
}
