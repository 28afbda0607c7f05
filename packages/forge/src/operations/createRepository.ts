import { z } from 'zod';

import type { ForgeContext } from '../context';
import { isOwnerName, isRefName, isRepositoryName } from '../git/names';
import { readBranch } from '../git/refs';
import { invalid } from '../refusal';
import type { Repository } from '../repositories';
import type { Actor } from '../users';
import { commitFiles, signatureOf } from './commitFiles';

export const NewRepository = z.object({
  owner: z.string(),
  name: z.string(),
  description: z.string().default(''),
  defaultBranch: z.string().default('main'),
});
export type NewRepository = z.input<typeof NewRepository>;

/** Creates an empty repository; the caller has made sure that there is none of that name. */
export async function createRepository(
  forge: ForgeContext,
  input: NewRepository,
): Promise<Repository> {
  const repository = NewRepository.parse(input);
  const problem = (field: string) =>
    invalid({ resource: 'Repository', field, code: 'invalid' });
  if (!isOwnerName(repository.owner)) {
    throw problem('owner');
  }
  if (!isRepositoryName(repository.name)) {
    throw problem('name');
  }
  if (!isRefName(repository.defaultBranch)) {
    throw problem('default_branch');
  }
  return forge.repositories.add(repository);
}

/** Commits the first files of an empty repository; does nothing when it has a commit. */
export async function initializeRepository(
  forge: ForgeContext,
  repository: Repository,
  first: {
    files: Readonly<Record<string, string>>;
    message: string;
    author: Pick<Actor, 'name' | 'email'>;
    actor: Actor;
  },
): Promise<{ created: boolean; headSha: string }> {
  return repository.git.exclusively(async () => {
    const branch = repository.defaultBranch;
    const known = await readBranch(repository.git, branch);
    if (known) {
      return { created: false, headSha: known };
    }
    const author = signatureOf({ ...first.actor, ...first.author });
    const headSha = await commitFiles(
      forge,
      repository,
      {
        branch,
        parent: null,
        edits: Object.entries(first.files),
        message: first.message,
        author,
      },
      first.actor,
    );
    return { created: true, headSha };
  });
}
