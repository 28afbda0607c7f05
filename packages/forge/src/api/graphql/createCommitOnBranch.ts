import { z } from 'zod';

import type { ForgeContext } from '../../context';
import { now } from '../../git/commits';
import { readBranch } from '../../git/refs';
import { parseNodeId } from '../../links';
import { commitFiles, type FileEdit } from '../../operations/commitFiles';
import { parseInput } from '../../refusal';
import type { Repository } from '../../repositories';
import type { Actor } from '../../users';
import { Message } from '../gitDatabase';
import { commitNode, refNode } from './nodes';
import { GraphqlProblem } from './problem';

const Input = z.object({
  branch: z.object({
    id: z.string().nullish(),
    repositoryNameWithOwner: z.string().nullish(),
    branchName: z.string().nullish(),
  }),
  message: z.object({ headline: Message, body: Message.nullish() }),
  expectedHeadOid: z.string(),
  fileChanges: z
    .object({
      additions: z
        .array(z.object({ path: z.string(), contents: z.base64() }))
        .nullish(),
      deletions: z.array(z.object({ path: z.string() })).nullish(),
    })
    .nullish(),
  clientMutationId: z.string().nullish(),
});
type Input = z.infer<typeof Input>;

/** GitHub is itself the committer of what it makes for somebody. */
const webFlow = { name: 'GitHub', email: 'noreply@github.com' };

/**
 * Commits files to the tip of a branch, provided that the tip is the one the caller has seen. The
 * author is whoever asks, and every file is a plain one, as on GitHub.
 */
export function createCommitOnBranch(forge: ForgeContext, actor: Actor) {
  return async (call: { input: unknown }) => {
    const input = parseInput(Input, call.input, 'Commit');
    const { repository, branch } = findBranch(forge, input.branch);
    const sha = await repository.git.exclusively(async () => {
      const parent = await readBranch(repository.git, branch);
      if (!parent) {
        throw new GraphqlProblem(
          'NOT_FOUND',
          `Could not resolve to a Ref with the name '${branch}'.`,
        );
      }
      if (parent !== input.expectedHeadOid) {
        throw new GraphqlProblem(
          'STALE_DATA',
          `Expected branch to point to "${input.expectedHeadOid}" but it did not. Pull and try again.`,
        );
      }
      const message = messageOf(input);
      const edits = editsOf(input);
      const commit = {
        branch,
        parent,
        edits,
        message,
        committer: { ...webFlow, ...now() },
      };
      return commitFiles(forge, repository, commit, actor);
    });
    return {
      clientMutationId: input.clientMutationId ?? null,
      commit: () => commitNode(forge, repository, sha),
      ref: refNode(forge, repository, { name: `refs/heads/${branch}`, sha }),
    };
  };
}

function editsOf({ fileChanges }: Input): FileEdit[] {
  return [
    ...(fileChanges?.deletions ?? []).map(({ path }): FileEdit => [path, null]),
    ...(fileChanges?.additions ?? []).map(
      ({ path, contents }): FileEdit => [path, Buffer.from(contents, 'base64')],
    ),
  ];
}

function messageOf({ message }: Input): string {
  return message.body
    ? `${message.headline}\n\n${message.body}`
    : message.headline;
}

function findBranch(
  forge: ForgeContext,
  { id, repositoryNameWithOwner, branchName }: Input['branch'],
): { repository: Repository; branch: string } {
  const node = id ? parseNodeId(id) : undefined;
  const ref = /^(\d+):refs\/heads\/(.+)$/.exec(node?.id ?? '');
  const repository = ref
    ? forge.repositories.list().find(known => known.id === Number(ref[1]))
    : forge.repositories.find(...splitName(repositoryNameWithOwner ?? ''));
  const branch = ref ? ref[2] : branchName?.replace(/^refs\/heads\//, '');
  if (!repository || !branch) {
    throw new GraphqlProblem(
      'NOT_FOUND',
      `Could not resolve to a branch: ${repositoryNameWithOwner ?? id ?? ''}`,
    );
  }
  return { repository, branch };
}

function splitName(fullName: string): [owner: string, name: string] {
  const [owner, name = ''] = fullName.split('/');
  return [owner, name];
}
