import type { ForgeContext } from '../context';
import { isAncestor } from '../git/commits';
import { ZERO_SHA } from '../git/names';
import { describeObjects } from '../git/objects';
import { isValidRef, moveRef, readRef, type Ref } from '../git/refs';
import { notFound, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import { markPushed } from '../state/repositories';
import type { Actor } from '../users';
import { followBranch } from './followBranch';
import { basePayload, pushPayload } from './hookPayloads';

/** A ref that moved from one id to another; `null` is absent. */
export interface RefChange {
  /** In full: `refs/heads/main`. */
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  /** The new commit does not descend from the old one. */
  readonly forced?: boolean;
}

export async function createRef(
  forge: ForgeContext,
  repository: Repository,
  { ref, sha }: { ref: string; sha: string },
  actor: Actor,
): Promise<Ref> {
  await requireWritableName(repository, ref);
  const type = await requireTarget(repository, ref, sha);
  return repository.git.exclusively(async () => {
    if (await readRef(repository.git, ref)) {
      throw new Refusal(422, 'Reference already exists');
    }
    const change = { name: ref, before: null, after: sha };
    if (!(await moveRef(repository.git, ref, null, sha))) {
      throw new Refusal(
        422,
        `Reference cannot be created: another branch or tag stands in the way of ${ref}`,
      );
    }
    await announceRefChange(forge, repository, change, actor);
    return { name: ref, sha, type };
  });
}

export async function updateRef(
  forge: ForgeContext,
  repository: Repository,
  { ref, sha, force }: { ref: string; sha: string; force: boolean },
  actor: Actor,
): Promise<Ref> {
  await requireWritableName(repository, ref);
  const type = await requireTarget(repository, ref, sha);
  return repository.git.exclusively(async () => {
    const current = await readRef(repository.git, ref);
    if (!current) {
      throw new Refusal(422, 'Reference does not exist');
    }
    if (current.sha === sha) {
      return current;
    }
    const forward =
      type === 'commit' &&
      current.type === 'commit' &&
      (await isAncestor(repository.git, current.sha, sha));
    if (!forward && !force) {
      throw new Refusal(422, 'Update is not a fast forward');
    }
    await moveAndAnnounce(
      forge,
      repository,
      { name: ref, before: current.sha, after: sha, forced: !forward },
      actor,
    );
    return { name: ref, sha, type };
  });
}

export async function deleteRef(
  forge: ForgeContext,
  repository: Repository,
  ref: string,
  actor: Actor,
): Promise<void> {
  await requireWritableName(repository, ref);
  if (ref === `refs/heads/${repository.defaultBranch}`) {
    throw new Refusal(422, 'Cannot delete the default branch');
  }
  await repository.git.exclusively(async () => {
    const current = await readRef(repository.git, ref);
    if (!current) {
      throw new Refusal(422, 'Reference does not exist');
    }
    const change = { name: ref, before: current.sha, after: null };
    await moveAndAnnounce(forge, repository, change, actor);
  });
}

/** Moves a ref and tells whoever follows it. The caller holds the repository's lock. */
export async function moveAndAnnounce(
  forge: ForgeContext,
  repository: Repository,
  change: RefChange,
  actor: Actor,
): Promise<void> {
  const { name, before, after } = change;
  if (!(await moveRef(repository.git, name, before, after))) {
    throw new Refusal(409, `${name} was changed by somebody else; try again`);
  }
  await announceRefChange(forge, repository, change, actor);
}

/** Brings pull requests up to date with a ref that has moved, and sends the webhooks. */
export async function announceRefChange(
  forge: ForgeContext,
  repository: Repository,
  change: RefChange,
  actor: Actor,
): Promise<void> {
  markPushed(forge.db, repository.id);
  if (change.name.startsWith('refs/heads/')) {
    await followBranch(forge, repository, change, actor);
  }
  await forge.webhooks.emit(repository, 'push', null, () =>
    pushPayload(forge, repository, change, actor),
  );
  if (change.before === null || change.after === null) {
    const event = change.before === null ? 'create' : 'delete';
    await forge.webhooks.emit(repository, event, null, () => ({
      ref: change.name.replace(/^refs\/(heads|tags)\//, ''),
      ref_type: change.name.startsWith('refs/tags/') ? 'tag' : 'branch',
      pusher_type: 'user',
      ...(event === 'create'
        ? {
            master_branch: repository.defaultBranch,
            description: repository.description,
          }
        : {}),
      ...basePayload(forge, repository, actor),
    }));
  }
}

export async function requireWritableName(
  repository: Repository,
  ref: string,
): Promise<void> {
  if (
    !/^refs\/[^/]+\/./.test(ref) ||
    !(await isValidRef(repository.git, ref))
  ) {
    throw new Refusal(422, `Reference name is not valid: ${ref.slice(0, 255)}`);
  }
  if (ref.startsWith('refs/pull/')) {
    throw new Refusal(422, 'References of pull requests are kept by the forge');
  }
  // A branch that reads as a commit id would hide that commit, one that reads as an option a mistake.
  if (/^refs\/(heads|tags)\/([0-9a-f]{40}$|-)/.test(ref)) {
    throw new Refusal(
      422,
      'Reference name must not look like a commit id or an option',
    );
  }
}

export async function requireTarget(
  repository: Repository,
  ref: string,
  sha: string,
): Promise<string> {
  const [object] = await describeObjects(repository.git, [sha]);
  if (!object || sha === ZERO_SHA) {
    throw new Refusal(422, 'Object does not exist');
  }
  if (ref.startsWith('refs/heads/') && object.type !== 'commit') {
    throw new Refusal(422, 'Reference cannot be updated: not a commit');
  }
  return object.type;
}

export async function requireRef(
  repository: Repository,
  name: string,
): Promise<Ref> {
  const ref = await readRef(repository.git, name);
  if (!ref) {
    throw notFound();
  }
  return ref;
}
