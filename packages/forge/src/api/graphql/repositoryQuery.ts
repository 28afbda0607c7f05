import type { ForgeContext } from '../../context';
import { readRef } from '../../git/refs';
import { htmlUrl, nodeId } from '../../links';
import type { Repository } from '../../repositories';
import { findPull } from '../../state/pulls';
import type { Actor } from '../../users';
import {
  pullConnection,
  pullNode,
  refNode,
  type PullsArguments,
} from './nodes';
import { GraphqlProblem } from './problem';

export function repositoryQuery(forge: ForgeContext, actor: Actor) {
  return {
    viewer: {
      id: nodeId('User', actor.login),
      login: actor.login,
      name: actor.name,
      email: actor.email,
      url: `${forge.url}/${actor.login}`,
    },
    rateLimit: {
      limit: 1_000_000,
      cost: 1,
      remaining: 1_000_000,
      resetAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = forge.repositories.find(owner, name);
      if (!repository) {
        throw new GraphqlProblem(
          'NOT_FOUND',
          `Could not resolve to a Repository with the name '${owner}/${name}'.`,
        );
      }
      return repositoryNode(forge, repository);
    },
  };
}

function repositoryNode(forge: ForgeContext, repository: Repository) {
  async function findRef(qualifiedName: string) {
    const candidates = qualifiedName.startsWith('refs/')
      ? [qualifiedName]
      : [`refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`];
    for (const candidate of candidates) {
      const ref = await readRef(repository.git, candidate);
      if (ref) {
        return refNode(forge, repository, ref);
      }
    }
    return null;
  }
  return {
    id: nodeId('Repository', repository.id),
    name: repository.name,
    nameWithOwner: repository.fullName,
    description: repository.description || null,
    url: htmlUrl(forge, repository),
    isPrivate: false,
    isArchived: false,
    defaultBranchRef: () => findRef(`refs/heads/${repository.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) =>
      findRef(qualifiedName),
    pullRequest: ({ number }: { number: number }) => {
      const pull = findPull(forge.db, repository.id, number);
      if (!pull) {
        throw new GraphqlProblem(
          'NOT_FOUND',
          `Could not resolve to a PullRequest with the number of ${number}.`,
        );
      }
      return pullNode(forge, repository, pull);
    },
    pullRequests: (options: PullsArguments) =>
      pullConnection(forge, repository, options),
  };
}
