import type { ForgeContext } from '../context';
import { isAncestor } from '../git/commits';
import { ZERO_SHA } from '../git/names';
import { readRef } from '../git/refs';
import { Refusal } from '../refusal';
import type { Repository } from '../repositories';
import type { Actor } from '../users';
import { moveAndAnnounce, requireTarget, requireWritableName } from './refs';

/** `ZERO_SHA` stands for a ref that is absent. */
export interface RefUpdate {
  readonly name: string;
  /** Where the ref has to be; anywhere without. */
  readonly before?: string;
  readonly after: string;
  readonly force: boolean;
}

/** Creates, moves and deletes refs, provided that each of them is where the caller has seen it. */
export async function updateRefs(
  forge: ForgeContext,
  repository: Repository,
  updates: readonly RefUpdate[],
  actor: Actor,
): Promise<void> {
  for (const { name, after } of updates) {
    await requireWritableName(repository, name);
    if (after !== ZERO_SHA) await requireTarget(repository, name, after);
    if (
      after === ZERO_SHA &&
      name === `refs/heads/${repository.defaultBranch}`
    ) {
      throw new Refusal(422, 'Cannot delete the default branch');
    }
  }
  await repository.git.exclusively(async () => {
    // Everything is looked at before anything moves; nobody else writes meanwhile.
    const changes = [];
    for (const update of updates) {
      changes.push(await changeOf(repository, update));
    }
    for (const change of changes) {
      await moveAndAnnounce(forge, repository, change, actor);
    }
  });
}

async function changeOf(
  repository: Repository,
  { name, before, after, force }: RefUpdate,
) {
  const current = (await readRef(repository.git, name))?.sha ?? ZERO_SHA;
  if (before !== undefined && before !== current) {
    throw new Refusal(
      422,
      `Expected ${name} to point to "${before}" but it did not`,
    );
  }
  if (current === ZERO_SHA && after === ZERO_SHA) {
    throw new Refusal(422, `Reference does not exist: ${name}`);
  }
  const forward =
    current === ZERO_SHA ||
    after === ZERO_SHA ||
    (await isAncestor(repository.git, current, after));
  if (!forward && !force) {
    throw new Refusal(422, `Update of ${name} is not a fast forward`);
  }
  const absent = (sha: string) => (sha === ZERO_SHA ? null : sha);
  return {
    name,
    before: absent(current),
    after: absent(after),
    forced: !forward,
  };
}
