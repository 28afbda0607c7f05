import { BranchTakenError, ForgeRefusedError } from '../errors';
import type { Proposal } from '../proposal';
import { renewMergedBranch } from './branch';
import { readCommit, type CommitIdentity, type ReadCommit } from './commit';
import type { ForgeRepository } from './forge';
import { createPull, findPull, type PullRequest } from './pull';
import { readRef } from './ref';
import { createTree } from './tree';

/** What this request would put on the branch. */
export interface Wanted {
  readonly proposal: Proposal;
  readonly baseBranch: string;
  readonly treeSha: string;
  readonly commitSha: string;
  readonly identity: CommitIdentity;
}

export interface Joined {
  readonly pull: PullRequest;
  readonly commitSha: string;
  readonly changed: boolean;
}

/**
 * The branch is there already. The same request joins it, the leftover of a merged pull request is used again, and
 * anything else is somebody's work, which stays.
 *
 * @throws BranchTakenError naming the branch, its pull request and the way out.
 */
export async function joinExisting(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<Joined> {
  const { proposal, commitSha } = wanted;
  const { branch } = proposal;
  const pull = await findPull(forge, branch);
  if (pull?.state === 'open') return joinOpen(forge, wanted, pull);

  const tip = await readRef(forge, branch);
  if (pull && pull.headSha === tip) {
    if (pull.state === 'closed') throw rejected(branch, pull);
    await renewMergedBranch(forge, branch, commitSha);
    return opened(forge, wanted, commitSha);
  }
  // No pull request is about this commit: an earlier run ended between the two steps, or somebody pushed.
  if (tip !== commitSha) await mustBeSame(forge, wanted, tip, undefined);
  return opened(forge, wanted, tip);
}

async function joinOpen(
  forge: ForgeRepository,
  wanted: Wanted,
  pull: PullRequest,
): Promise<Joined> {
  if (pull.headSha !== wanted.commitSha) {
    await mustBeSame(forge, wanted, pull.headSha, pull);
  }
  return { pull, commitSha: pull.headSha, changed: false };
}

async function opened(
  forge: ForgeRepository,
  { proposal, baseBranch }: Wanted,
  commitSha: string,
): Promise<Joined> {
  const { branch, title, body } = proposal;
  const pull = await createPull(forge, { branch, baseBranch, title, body });
  return { pull, commitSha, changed: true };
}

/** Equal content counts, also on an older base: a request that is sent again after others were merged. */
async function mustBeSame(
  forge: ForgeRepository,
  wanted: Wanted,
  tip: string,
  pull: PullRequest | undefined,
): Promise<void> {
  const commit = await readCommit(forge, tip);
  if (commit.tree === wanted.treeSha) return;
  const [parent, ...others] = commit.parents;
  const ours = isOurs(commit, wanted);
  if (ours && parent && others.length === 0) {
    const older = await readCommit(forge, parent);
    const again = await treeOn(forge, older.tree, wanted);
    if (again === commit.tree) return;
  }
  throw taken(wanted, commit, ours, pull);
}

/** The tree these changes give on another base; `undefined` where they don't fit it. */
async function treeOn(
  forge: ForgeRepository,
  baseTree: string,
  { proposal }: Wanted,
): Promise<string | undefined> {
  try {
    return await createTree(forge, baseTree, proposal.changes);
  } catch (error) {
    if (error instanceof ForgeRefusedError) return undefined;
    throw error;
  }
}

function isOurs(commit: ReadCommit, { proposal, identity }: Wanted): boolean {
  return (
    commit.authorEmail === identity.email &&
    commit.message.includes(
      `\nTenantry-Tenant: ${proposal.tenant.metadata.name}\n`,
    )
  );
}

function taken(
  { proposal }: Wanted,
  commit: ReadCommit,
  ours: boolean,
  pull: PullRequest | undefined,
): BranchTakenError {
  const { branch, tenant } = proposal;
  const holds = ours
    ? `holds another request for ${tenant.metadata.name}`
    : `holds a commit of ${commit.author}, which is never overwritten`;
  return pull
    ? new BranchTakenError(
        branch,
        `${holds} (pull request #${pull.number})`,
        `Merge or close ${pull.url} and delete its branch.`,
        pull.url,
      )
    : new BranchTakenError(branch, holds, `Delete the branch ${branch}.`);
}

function rejected(branch: string, pull: PullRequest): BranchTakenError {
  return new BranchTakenError(
    branch,
    `belongs to pull request #${pull.number}, which was closed without merging`,
    `Reopen ${pull.url}, or delete the branch ${branch}.`,
    pull.url,
  );
}
