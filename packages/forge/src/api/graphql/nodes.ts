import type { ForgeContext } from '../../context';
import { isoDate, readCommit } from '../../git/commits';
import type { Ref } from '../../git/refs';
import { htmlUrl, nodeId } from '../../links';
import { mergeability } from '../../operations/inspectPull';
import type { Repository } from '../../repositories';
import { listPulls, type PullRow } from '../../state/pulls';

type PullState = 'OPEN' | 'CLOSED' | 'MERGED';

export interface PullsArguments {
  first?: number;
  last?: number;
  states?: PullState[];
  headRefName?: string;
  baseRefName?: string;
}

const MERGEABLE = {
  true: 'MERGEABLE',
  false: 'CONFLICTING',
  null: 'UNKNOWN',
} as const;

export async function commitNode(
  forge: ForgeContext,
  repository: Repository,
  sha: string,
) {
  const commit = await readCommit(repository.git, sha);
  const url = htmlUrl(forge, repository, `/commit/${sha}`);
  return (
    commit && {
      id: nodeId('Commit', `${repository.id}:${sha}`),
      oid: sha,
      abbreviatedOid: sha.slice(0, 7),
      url,
      commitUrl: url,
      message: commit.message,
      messageHeadline: commit.message.split('\n', 1)[0],
      committedDate: isoDate(commit.committer),
      tree: { oid: commit.tree },
    }
  );
}

export function refNode(
  forge: ForgeContext,
  repository: Repository,
  ref: Pick<Ref, 'name' | 'sha'>,
) {
  const [, prefix, name] = /^(refs\/[^/]+\/)(.*)$/.exec(ref.name) ?? [
    '',
    '',
    ref.name,
  ];
  return {
    id: nodeId('Ref', `${repository.id}:${ref.name}`),
    name,
    prefix,
    target: () => commitNode(forge, repository, ref.sha),
    associatedPullRequests: (options: PullsArguments) =>
      pullConnection(forge, repository, { ...options, headRefName: name }),
  };
}

export function pullNode(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
) {
  return {
    id: nodeId('PullRequest', `${repository.fullName}#${pull.number}`),
    number: pull.number,
    url: htmlUrl(forge, repository, `/pull/${pull.number}`),
    title: pull.title,
    body: pull.body ?? '',
    state: stateOf(pull),
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    mergeable: async () => {
      const { mergeable } = await mergeability(forge, repository, pull);
      return MERGEABLE[`${mergeable}`];
    },
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    mergedAt: pull.mergedAt,
    closedAt: pull.closedAt,
  };
}

function stateOf(pull: PullRow): PullState {
  if (pull.mergedAt) {
    return 'MERGED';
  }
  return pull.state === 'open' ? 'OPEN' : 'CLOSED';
}

export function pullConnection(
  forge: ForgeContext,
  repository: Repository,
  { first, last, states, headRefName, baseRefName }: PullsArguments,
) {
  const pulls = listPulls(forge.db, repository.id, {
    state: 'all',
    headRef: headRefName,
    baseRef: baseRefName,
    direction: 'asc',
  }).filter(pull => !states || states.includes(stateOf(pull)));
  const page = last ? pulls.slice(-last) : pulls.slice(0, first ?? 100);
  const nodes = page.map(pull => pullNode(forge, repository, pull));
  return {
    totalCount: pulls.length,
    nodes,
    edges: nodes.map(node => ({ node })),
  };
}
