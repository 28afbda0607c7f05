import { GitError } from './git';
import { describeObjects } from './objects';
import { isRefName, isSha, ZERO_SHA } from './names';
import type { GitRepository } from './repository';

export interface Ref {
  /** In full: `refs/heads/main`. */
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

/** Refs whose full name starts with `prefix`, sorted by name. */
export async function listRefs(
  repository: GitRepository,
  prefix: string,
): Promise<Ref[]> {
  // Git matches whole path parts only; the rest of the prefix is compared here.
  const folder = prefix.slice(0, prefix.lastIndexOf('/'));
  const refs = await matchRefs(repository, folder);
  return refs.filter(({ name }) => name.startsWith(prefix));
}

/** The ref of this name, and those below it. */
async function matchRefs(
  repository: GitRepository,
  name: string,
): Promise<Ref[]> {
  const { stdout } = await repository.run([
    'for-each-ref',
    '--format=%(objectname) %(objecttype) %(refname)',
    name,
  ]);
  return stdout
    .toString()
    .split('\n')
    .filter(Boolean)
    .map(line => {
      const [sha, type, found] = line.split(' ');
      return { name: found, sha, type };
    });
}

export async function readRef(
  repository: GitRepository,
  name: string,
): Promise<Ref | undefined> {
  if (!name.startsWith('refs/') || !isRefName(name)) {
    return undefined;
  }
  const refs = await matchRefs(repository, name);
  return refs.find(ref => ref.name === name);
}

export async function readBranch(
  repository: GitRepository,
  branch: string,
): Promise<string | undefined> {
  return (await readRef(repository, `refs/heads/${branch}`))?.sha;
}

/**
 * The commit that a branch, a tag, `heads/x`, a full ref, an id or the start of one names; a
 * branch counts before a tag, and a tag before an id, as on GitHub.
 */
export async function resolveCommit(
  repository: GitRepository,
  name: string,
): Promise<string | undefined> {
  if (!isRefName(name)) {
    return undefined;
  }
  const candidates = [
    ...(isSha(name) ? [name] : []),
    `refs/heads/${name}`,
    `refs/tags/${name}`,
    ...(/^(heads|tags|pull)\//.test(name) ? [`refs/${name}`] : []),
    ...(name.startsWith('refs/') || name === 'HEAD' ? [name] : []),
    ...(/^[0-9a-f]{7,39}$/.test(name) ? [name] : []),
  ];
  const found = await describeObjects(
    repository,
    candidates.map(candidate => `${candidate}^{commit}`),
  );
  return found.find(object => object?.type === 'commit')?.sha;
}

/** Asks git itself whether a ref of this name may exist. */
export async function isValidRef(
  repository: GitRepository,
  name: string,
): Promise<boolean> {
  if (!isRefName(name)) {
    return false;
  }
  const { code } = await repository.run(['check-ref-format', name], {
    allow: [1],
  });
  return code === 0;
}

/**
 * Moves a ref from `before` to `after`, `null` meaning absent. Answers false, and changes nothing,
 * when the ref is not at `before`, or another ref stands in its way.
 */
export async function moveRef(
  repository: GitRepository,
  name: string,
  before: string | null,
  after: string | null,
): Promise<boolean> {
  try {
    await repository.run([
      'update-ref',
      '--no-deref',
      ...(after === null
        ? ['-d', name, before ?? ZERO_SHA]
        : [name, after, before ?? ZERO_SHA]),
    ]);
    return true;
  } catch (error) {
    if (error instanceof GitError && /lock ref|reference/.test(error.stderr)) {
      return false;
    }
    throw error;
  }
}
