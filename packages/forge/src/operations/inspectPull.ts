import type { ForgeContext } from '../context';
import {
  countCommits,
  mergeBase,
  mergeTrees,
  type MergeResult,
} from '../git/commits';
import { diffTrees, type FileChange } from '../git/diff';
import { readBranch } from '../git/refs';
import type { Repository } from '../repositories';
import type { PullRow } from '../state/pulls';
import { combinedState, latestStatuses, listStatuses } from '../state/statuses';

/** The commits a pull request is about. */
export interface PullRange {
  /** Where it would be merged: the tip of its base, or what that was when it was merged or closed. */
  readonly tip: string;
  /** Where its branch left the base; undefined when they have nothing in common. */
  readonly start: string | undefined;
  readonly head: string;
}

export async function pullRange(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Promise<PullRange> {
  const current =
    pull.state === 'open'
      ? await readBranch(repository.git, pull.baseRef)
      : undefined;
  const tip = current ?? pull.baseSha;
  const start = await forge.memo(
    `merge-base ${repository.id} ${tip} ${pull.headSha}`,
    () => mergeBase(repository.git, tip, pull.headSha),
  );
  return { tip, start, head: pull.headSha };
}

export async function pullFiles(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Promise<FileChange[]> {
  const range = await pullRange(forge, repository, pull);
  return filesOf(forge, repository, range);
}

function filesOf(
  forge: ForgeContext,
  repository: Repository,
  { start, head }: PullRange,
): Promise<FileChange[]> {
  return forge.memo(`files ${repository.id} ${start} ${head}`, () =>
    diffTrees(repository.git, start, head),
  );
}

export interface PullStatistics {
  readonly commits: number;
  readonly additions: number;
  readonly deletions: number;
  readonly changed_files: number;
}

function statisticsOf(
  files: readonly FileChange[],
  commits: number,
): PullStatistics {
  return {
    commits,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export interface Mergeability {
  /** Null when the question makes no sense, for the pull request is closed. */
  readonly mergeable: boolean | null;
  readonly state: 'clean' | 'dirty' | 'draft' | 'unstable' | 'unknown';
  readonly conflicts: readonly string[];
}

export async function mergeability(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Promise<Mergeability> {
  const range = await pullRange(forge, repository, pull);
  return mergeabilityOf(forge, repository, pull, range);
}

async function mergeabilityOf(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  { tip, head }: PullRange,
): Promise<Mergeability> {
  if (pull.state === 'closed') {
    return { mergeable: null, state: 'unknown', conflicts: [] };
  }
  const merge = await tryMerge(forge, repository, tip, head);
  if (!merge.clean) {
    return { mergeable: false, state: 'dirty', conflicts: merge.conflicts };
  }
  const state = pull.draft ? 'draft' : checksState(forge, repository, head);
  return { mergeable: true, state, conflicts: [] };
}

/** Everything that has to be computed from the commits of a pull request. */
export async function inspectPull(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
): Promise<{
  merge: Mergeability;
  files: FileChange[];
  statistics: PullStatistics;
}> {
  const range = await pullRange(forge, repository, pull);
  const { tip, head } = range;
  const [merge, files, commits] = await Promise.all([
    mergeabilityOf(forge, repository, pull, range),
    filesOf(forge, repository, range),
    forge.memo(`count ${repository.id} ${tip} ${head}`, () =>
      countCommits(repository.git, head, tip),
    ),
  ]);
  return { merge, files, statistics: statisticsOf(files, commits) };
}

function checksState(
  forge: ForgeContext,
  repository: Repository,
  sha: string,
): 'clean' | 'unstable' {
  const latest = latestStatuses(listStatuses(forge.db, repository.id, sha));
  const passed = latest.length === 0 || combinedState(latest) === 'success';
  return passed ? 'clean' : 'unstable';
}

export function tryMerge(
  forge: ForgeContext,
  repository: Repository,
  tip: string,
  head: string,
): Promise<MergeResult> {
  return forge.memo(`merge ${repository.id} ${tip} ${head}`, () =>
    mergeTrees(repository.git, tip, head),
  );
}
