import { createHash } from 'node:crypto';
import type { FileChange } from '../changes';
import type { BranchCommit, PathChange, TreeEntry } from '../history';
import { isOwnPath } from '../layout';
import { byCodeUnit } from '../tree';

/** A branch that exists, seen from the base commit that the request was worked out on. */
export interface ReconcileInput {
  readonly tenant: string;
  /** What the request changes on the base. */
  readonly changes: readonly FileChange[];
  /** Commits of the branch that the base doesn't have, each after its parents. */
  readonly commits: readonly BranchCommit[];
  /** From the merge base to the branch's tip. */
  readonly toTip: readonly PathChange[];
  /** From the merge base to the base. */
  readonly toBase: readonly PathChange[];
  readonly isOurs: (commit: BranchCommit) => boolean;
}

/** One entry of a tree to write; `undefined` content and entry delete the path. */
export interface TreeEdit {
  readonly path: string;
  readonly content?: string;
  readonly entry?: TreeEntry;
}

export interface Clash {
  readonly path: string;
  /** Who made the other version. */
  readonly author: string;
}

export type Reconciled =
  /** The branch holds everything that is asked for. */
  | { readonly kind: 'same' }
  /** A commit on top of the tip. */
  | { readonly kind: 'on-top'; readonly edits: readonly TreeEdit[] }
  /** A commit that brings the base into the branch; the edits are relative to the base. */
  | { readonly kind: 'on-base'; readonly edits: readonly TreeEdit[] }
  | { readonly kind: 'clash'; readonly clashes: readonly Clash[] };

/**
 * Three-way comparison, file by file: what the request wants, what the branch has and who last touched it there, what
 * the base has. A file that a person changed is written by nobody but a person.
 *
 * The base comes in where it changed files of this tenant, and where the branch has nothing that the base lacks; what else
 * happens there disturbs nobody.
 */
export function reconcile(input: ReconcileInput): Reconciled {
  const { tenant, toTip, toBase } = input;
  const sides = sidesOf(input);
  const merging =
    input.commits.length === 0 ||
    toBase.some(({ path }) => isOwnPath(path, tenant));
  const paths = [
    ...new Set([
      ...toTip.map(({ path }) => path),
      ...input.changes.map(({ path }) => path),
      ...(merging ? toBase.map(({ path }) => path) : []),
    ]),
  ].sort(byCodeUnit);

  const clashes: Clash[] = [];
  const edits: TreeEdit[] = [];
  for (const path of paths) {
    const side = sides(path);
    const outcome = isOwnPath(path, tenant)
      ? ownFile(side, merging)
      : foreignFile(side, merging);
    if (outcome === 'clash') {
      clashes.push({ path, author: side.author ?? 'the main branch' });
    } else if (!same(outcome, merging ? side.base : side.tip)) {
      edits.push({ path, ...outcome });
    }
  }
  if (clashes.length > 0) return { kind: 'clash', clashes };
  if (merging) return { kind: 'on-base', edits };
  return edits.length > 0 ? { kind: 'on-top', edits } : { kind: 'same' };
}

/** A path's state; `undefined` where there is none. */
type State = Omit<TreeEdit, 'path'> | undefined;

interface Sides {
  readonly start: State;
  readonly tip: State;
  readonly base: State;
  readonly wanted: State;
  /** What was wanted before: the path as a request last wrote it on this branch. */
  readonly wantedBefore: State;
  /** The person who touched the path last on this branch. */
  readonly author?: string;
}

function ownFile(side: Sides, merging: boolean): State | 'clash' {
  const { wanted, tip, start, base, author } = side;
  if (author === undefined || same(wanted, tip)) return wanted;
  if (!same(wanted, side.wantedBefore)) return 'clash';
  return merging && !same(base, start) && !same(base, tip) ? 'clash' : tip;
}

/** What people keep beside: untouched, unless the base comes in and has another version. */
function foreignFile(
  { tip, base, start }: Sides,
  merging: boolean,
): State | 'clash' {
  if (!merging || same(base, start) || same(base, tip)) return tip;
  return same(tip, start) ? base : 'clash';
}

function sidesOf(input: ReconcileInput): (path: string) => Sides {
  const toTip = byPath(input.toTip);
  const toBase = byPath(input.toBase);
  const wanted = byPath(input.changes);
  const touches = lastTouches(input);
  return path => {
    const [tipChange, baseChange] = [toTip.get(path), toBase.get(path)];
    const change = wanted.get(path);
    const start = startOf(tipChange ?? baseChange, change);
    const base = baseChange ? stateOf(baseChange.after) : start;
    const { author, before } = touches.get(path) ?? {};
    return {
      start,
      base,
      tip: tipChange ? stateOf(tipChange.after) : start,
      wanted: change ? wantedState(change) : base,
      wantedBefore: before === 'start' ? start : before,
      author,
    };
  };
}

function byPath<T extends { readonly path: string }>(
  items: readonly T[],
): ReadonlyMap<string, T> {
  return new Map(items.map(item => [item.path, item]));
}

/** What neither side touched has an old content that is not known here; it differs from what is wanted. */
const untouched: State = { entry: { mode: '', sha: '' } };

function startOf(
  touched: PathChange | undefined,
  change: FileChange | undefined,
): State {
  if (touched) return stateOf(touched.before);
  return change?.change === 'added' ? undefined : untouched;
}

function stateOf(entry: TreeEntry | undefined): State {
  return entry && { entry };
}

function wantedState({ change, content }: FileChange): State {
  return change === 'removed'
    ? undefined
    : { content, entry: { mode: '100644', sha: blobId(content) } };
}

interface Touch {
  /** Absent when a request touched the path last. */
  readonly author?: string;
  /** As a request last wrote it; `start` when none did on this branch. */
  readonly before: State | 'start';
}

function lastTouches({
  commits,
  isOurs,
}: ReconcileInput): ReadonlyMap<string, Touch> {
  const touches = new Map<string, Touch>();
  for (const commit of commits) {
    for (const { path, after } of commit.changes) {
      touches.set(
        path,
        isOurs(commit)
          ? { before: stateOf(after) }
          : {
              author: commit.author,
              before: touches.has(path) ? touches.get(path)?.before : 'start',
            },
      );
    }
  }
  return touches;
}

function same(a: State, b: State): boolean {
  return a?.entry?.sha === b?.entry?.sha && a?.entry?.mode === b?.entry?.mode;
}

/** The id git gives to a file of this content. */
export function blobId(content: string): string {
  const bytes = Buffer.from(content);
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
