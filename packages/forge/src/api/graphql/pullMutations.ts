import type { ForgeContext } from '../../context';
import { parseNodeId } from '../../links';
import { markReady } from '../../operations/pulls';
import type { Actor } from '../../users';
import { pullNode } from './nodes';
import { GraphqlProblem } from './problem';

interface PullArguments {
  input: { pullRequestId: string; clientMutationId?: string };
}

export function pullMutations(forge: ForgeContext, actor: Actor) {
  return {
    markPullRequestReadyForReview: async ({ input }: PullArguments) => {
      const { repository, number } = findPullOf(forge, input.pullRequestId);
      const pull = await markReady(forge, repository, number, actor);
      return {
        clientMutationId: input.clientMutationId ?? null,
        pullRequest: pullNode(forge, repository, pull),
      };
    },
    enablePullRequestAutoMerge: ({ input }: PullArguments) => {
      findPullOf(forge, input.pullRequestId);
      // As a repository answers on GitHub whose settings don't allow it: here nothing is required that could be awaited.
      throw new GraphqlProblem(
        'UNPROCESSABLE',
        'Auto merge is not allowed for this repository',
      );
    },
  };
}

function findPullOf(forge: ForgeContext, id: string) {
  const node = parseNodeId(id);
  const [, owner, name, number] =
    /^([^/]+)\/([^#]+)#(\d+)$/.exec(node?.id ?? '') ?? [];
  const repository = forge.repositories.find(owner ?? '', name ?? '');
  if (node?.type !== 'PullRequest' || !repository) {
    throw new GraphqlProblem(
      'NOT_FOUND',
      `Could not resolve to a node with the global id of '${id}'`,
    );
  }
  return { repository, number: Number(number) };
}
