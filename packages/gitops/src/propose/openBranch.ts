import type { ForgeRepository } from './forge';
import { openPull } from './openPull';
import { createRef } from './ref';
import { createSignedCommit } from './signedCommit';
import { editsOf } from './tree';
import type { Proposed, Wanted } from './wanted';
import { writeCommit } from './writeCommit';

/** A tenant's branch and pull request where neither is there; `undefined` when somebody was faster. */
export async function openBranch(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<Proposed | undefined> {
  const commit =
    wanted.commits === 'signed'
      ? await signed(forge, wanted)
      : await deterministic(forge, wanted);
  return commit === undefined ? undefined : openPull(forge, wanted, commit);
}

async function deterministic(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<string | undefined> {
  const { base, branch, changes } = wanted.proposal;
  const commit = await writeCommit(forge, wanted, {
    parents: [base.commit],
    edits: editsOf(changes),
    times: [base.time],
  });
  wanted.attempted.push({ sha: commit, begins: true });
  return (await createRef(forge, branch, commit)) ? commit : undefined;
}

/** The forge signs on a branch only, so the branch is there before its commit; a run that ends between is joined. */
async function signed(
  forge: ForgeRepository,
  wanted: Wanted,
): Promise<string | undefined> {
  const { base, branch, changes } = wanted.proposal;
  if (!(await createRef(forge, branch, base.commit))) return undefined;
  return createSignedCommit(forge, wanted, base.commit, editsOf(changes));
}
