import { setTimeout as sleep } from 'node:timers/promises';
import {
  BaseMovedError,
  BranchBusyError,
  BranchConflictError,
  BranchTakenError,
  RepositoryMissingError,
} from '../errors';
import type { BranchCommit } from '../history';
import { attemptBehind } from './attempted';
import { readBranchState, type BranchState } from './branchState';
import { describeAnew } from './describeAnew';
import { dress } from './dress';
import type { ForgeRepository } from './forge';
import { openBranch } from './openBranch';
import { openPull } from './openPull';
import { findPull, type PullRequest } from './pull';
import { advanceRef, readRef } from './ref';
import type { Reconciled } from './reconcile';
import { createSignedCommit } from './signedCommit';
import type { Proposed, Wanted } from './wanted';
import { writeCommit } from './writeCommit';

/** Each attempt sees the branch as somebody else has just left it. */
const mostAttempts = 10;

/**
 * The branch is there already: the same request is found again, another one becomes a commit on top, and what people
 * did on the branch stays.
 *
 * @throws BranchConflictError naming the files that a person changed and the request wants otherwise.
 * @throws BranchTakenError naming the branch, its pull request and the way out.
 * @throws BaseMovedError when the pull request was merged without the request.
 */
export async function joinBranch(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<Proposed> {
  let shown: PullRequest | undefined;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const pull = await findPull(forge, wanted.proposal.branch);
    if (pull?.state === 'merged' && pull.number === shown?.number) {
      return mergedMeanwhile(wanted, pull);
    }
    shown = pull?.state === 'open' ? pull : undefined;
    const done = await attemptToJoin(forge, wanted, pull);
    if (done) return done;
    await sleep(Math.random() * 100 * attempt);
  }
  throw new BranchBusyError(wanted.proposal.branch);
}

/** `undefined` when the branch moved, came or went meanwhile, or its pull request did. */
async function attemptToJoin(
  forge: ForgeRepository,
  wanted: Wanted,
  pull: PullRequest | undefined,
): Promise<Proposed | undefined> {
  const { proposal, history } = wanted;
  const tip =
    pull?.state === 'open' ? pull.headSha : await tipOf(forge, proposal.branch);
  if (tip === undefined) return openBranch(forge, wanted);

  const state = await readBranchState(history, proposal, tip);
  if (!state) return undefined;
  const { outcome, foreign } = state;
  if (pull?.state !== 'open' && foreign.length > 0) {
    throw taken(wanted, state, pull);
  }
  const added = state.commits.find(commit => attemptBehind(wanted, commit));
  if (added) return joinAdded(forge, wanted, { state, added, pull });
  if (outcome.kind === 'clash') throw conflict(wanted, outcome.clashes, pull);
  if (outcome.kind === 'same') return joinSame(forge, wanted, state, pull);

  const commit = await addCommit(forge, wanted, state, outcome);
  if (commit === undefined) return undefined;
  return pull?.state === 'open'
    ? settleAdded(forge, wanted, { ...state, tip: commit }, pull)
    : openPull(forge, wanted, commit, state);
}

/** An earlier attempt of this run was carried out, though it was told otherwise. */
async function joinAdded(
  forge: ForgeRepository,
  wanted: Wanted,
  {
    state,
    added,
    pull,
  }: {
    readonly state: BranchState;
    readonly added: BranchCommit;
    readonly pull: PullRequest | undefined;
  },
): Promise<Proposed | undefined> {
  const isTip = added.sha === state.tip;
  const attempt = attemptBehind(wanted, added);
  const begun = isTip && attempt && 'begins' in attempt;
  if (begun || pull?.state !== 'open') {
    return joinSame(forge, wanted, state, pull);
  }
  return isTip
    ? settleAdded(forge, wanted, state, pull)
    : // Whoever stands on it describes the pull request.
      proposed(wanted, pull, added.sha);
}

async function joinSame(
  forge: ForgeRepository,
  wanted: Wanted,
  state: BranchState,
  pull: PullRequest | undefined,
): Promise<Proposed> {
  if (pull?.state === 'open') {
    return settle(forge, wanted, state, pull);
  }
  if (pull?.state === 'closed' && pull.headSha === state.tip) {
    throw rejected(wanted.proposal.branch, pull);
  }
  // An earlier run ended between the branch and its pull request.
  return openPull(forge, wanted, state.tip, state);
}

/** The branch's new tip, with the commit that the request adds; `undefined` when the branch moved meanwhile. */
async function addCommit(
  forge: ForgeRepository,
  wanted: Wanted,
  { tip, commits }: BranchState,
  { kind, edits }: Extract<Reconciled, { kind: 'on-top' | 'on-base' }>,
): Promise<string | undefined> {
  const { base, branch } = wanted.proposal;
  const last = commits.at(-1);
  // The branch has nothing of its own, so it goes on from the base.
  const fresh = last === undefined;
  if (wanted.commits === 'signed' && (fresh || kind === 'on-top')) {
    const onto = fresh ? base.commit : tip;
    if (fresh && !(await advanceRef(forge, branch, onto))) return undefined;
    return createSignedCommit(forge, wanted, onto, edits);
  }
  const ofBase = { parent: base.commit, time: base.time };
  const ofTip = { parent: tip, time: last?.time ?? base.time };
  const parents = {
    'on-top': [ofTip],
    'on-base': fresh ? [ofBase] : [ofTip, ofBase],
  }[kind];
  const commit = await writeCommit(forge, wanted, {
    parents: parents.map(({ parent }) => parent),
    times: parents.map(({ time }) => time),
    onTree: kind === 'on-top' ? last?.tree : undefined,
    edits,
  });
  wanted.attempted.push({ sha: commit });
  return (await advanceRef(forge, branch, commit)) ? commit : undefined;
}

/** An open pull request that holds the request already: what belongs to it is brought up to date. */
export async function settle(
  forge: ForgeRepository,
  wanted: Wanted,
  state: BranchState,
  pull: PullRequest,
): Promise<Proposed> {
  const change = 'none';
  const texts = await describeAnew(forge, wanted, state, { pull, change });
  const extras = await dress(forge, { wanted, pull, change });
  const warnings = [...texts.warnings, ...extras];
  return { ...proposed(wanted, pull, state.tip), change, warnings };
}

/** The request was added to a pull request, which is brought up to date; `undefined` when it is no longer open. */
async function settleAdded(
  forge: ForgeRepository,
  wanted: Wanted,
  state: BranchState,
  pull: PullRequest,
): Promise<Proposed | undefined> {
  const change = 'updated';
  const texts = await describeAnew(forge, wanted, state, { pull, change });
  // Whoever merges or closes at this moment has not seen the commit.
  const now = texts.now ?? (await findPull(forge, wanted.proposal.branch));
  if (now?.state !== 'open') return undefined;
  const extras = await dress(forge, { wanted, pull, change });
  return {
    ...proposed(wanted, pull, state.tip),
    warnings: [...texts.warnings, ...overtaken(state, pull, now), ...extras],
  };
}

/** Told where another request came on top before this one was described. */
function overtaken(
  { tip }: BranchState,
  before: PullRequest,
  now: PullRequest,
): string[] {
  // A forge may take a moment to see that the branch has moved.
  if ([tip, before.headSha].includes(now.headSha)) return [];
  return [
    `Another request came on top of this one while it was described, and pull request #${now.number} tells of this one: ask for the other again, and it tells of that.`,
  ];
}

/** The pull request was open when this run began to add to it. */
function mergedMeanwhile(wanted: Wanted, pull: PullRequest): Proposed {
  const { attempted, baseBranch } = wanted;
  const { headSha, number } = pull;
  if (attempted.some(commit => 'sha' in commit && commit.sha === headSha)) {
    return proposed(wanted, pull, headSha);
  }
  const reason = `pull request #${number} was merged while it was being added`;
  throw new BaseMovedError(baseBranch, reason);
}

/** A request that a pull request shows. */
function proposed(
  { proposal }: Wanted,
  { url, number }: PullRequest,
  commitSha: string,
): Proposed {
  return {
    pullRequestUrl: url,
    pullRequestNumber: number,
    branch: proposal.branch,
    commitSha,
    change: 'updated',
    warnings: [],
  };
}

async function tipOf(
  forge: ForgeRepository,
  branch: string,
): Promise<string | undefined> {
  try {
    return await readRef(forge, branch);
  } catch (error) {
    if (error instanceof RepositoryMissingError) return undefined;
    throw error;
  }
}

function conflict(
  { proposal }: Wanted,
  clashes: Extract<Reconciled, { kind: 'clash' }>['clashes'],
  pull: PullRequest | undefined,
): BranchConflictError {
  return new BranchConflictError(proposal.branch, clashes, pull?.url);
}

/** Work of a person that no open pull request shows: neither mixed into a request nor thrown away. */
function taken(
  { proposal }: Wanted,
  { foreign }: BranchState,
  pull: PullRequest | undefined,
): BranchTakenError {
  const { branch } = proposal;
  const authors = [...new Set(foreign.map(({ author }) => author))].join(', ');
  const count = foreign.length === 1 ? 'a commit' : 'commits';
  return new BranchTakenError(
    branch,
    `holds ${count} of ${authors} that no open pull request shows`,
    pull?.state === 'closed'
      ? `Reopen ${pull.url}, or delete the branch ${branch}.`
      : `Open a pull request for the branch ${branch}, or delete it.`,
    pull?.url,
  );
}

function rejected(branch: string, pull: PullRequest): BranchTakenError {
  return new BranchTakenError(
    branch,
    `holds this very request, and its pull request #${pull.number} was closed without merging`,
    `Reopen ${pull.url}, or delete the branch ${branch}.`,
    pull.url,
  );
}
