import {
  commentShape,
  fullPullShape,
  issueShape,
  labelShape,
  reviewShape,
} from '../api/shapes/pull';
import { repositoryShape } from '../api/shapes/repository';
import { simpleUser } from '../api/shapes/user';
import type { ForgeContext } from '../context';
import {
  isoDate,
  listCommits,
  readCommits,
  type Commit,
  type Signature,
} from '../git/commits';
import { pathsOfCommits, type PathsOfCommit } from '../git/diff';
import { ZERO_SHA } from '../git/names';
import { htmlUrl } from '../links';
import type { Repository } from '../repositories';
import type { CommentRow } from '../state/comments';
import type { LabelRow } from '../state/labels';
import type { PullRow } from '../state/pulls';
import type { ReviewRow } from '../state/reviews';
import type { Actor } from '../users';
import type { RefChange } from './refs';

/** A push lists no more commits than this. */
const MAX_COMMITS = 2048;

/** What every payload says: where it happened and who did it. */
export function basePayload(
  forge: ForgeContext,
  repository: Repository,
  actor: Actor,
) {
  return {
    repository: repositoryShape(forge, repository),
    sender: simpleUser(forge, actor.login),
  };
}

export async function pushPayload(
  forge: ForgeContext,
  repository: Repository,
  change: RefChange,
  actor: Actor,
) {
  const commits = await pushedCommits(repository, change);
  const paths = await pathsOfCommits(
    repository.git,
    commits.map(({ sha }) => sha),
  );
  const shapes = commits.map(commit =>
    pushedCommitShape(forge, repository, commit, paths.get(commit.sha)),
  );
  const before = change.before ?? ZERO_SHA;
  const after = change.after ?? ZERO_SHA;
  const base = basePayload(forge, repository, actor);
  return {
    ref: change.name,
    before,
    after,
    ...base,
    // A push tells times of the repository in seconds and its owner by name, unlike other events.
    repository: {
      ...base.repository,
      owner: { ...base.repository.owner, name: repository.owner },
      pushed_at: Math.floor(Date.parse(repository.pushedAt) / 1000),
      master_branch: repository.defaultBranch,
      stargazers: 0,
    },
    pusher: { name: actor.login, email: actor.email },
    created: change.before === null,
    deleted: change.after === null,
    forced: change.forced ?? false,
    base_ref: null,
    compare: htmlUrl(
      forge,
      repository,
      `/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    ),
    commits: shapes,
    head_commit: shapes.at(-1) ?? null,
  };
}

async function pushedCommits(
  repository: Repository,
  change: RefChange,
): Promise<Commit[]> {
  if (change.after === null || !change.name.startsWith('refs/heads/')) {
    return [];
  }
  // Of a new branch, only what the default branch has not.
  const excluding =
    change.before ??
    (change.name === `refs/heads/${repository.defaultBranch}`
      ? undefined
      : `refs/heads/${repository.defaultBranch}`);
  const shas = await listCommits(repository.git, {
    from: change.after,
    excluding,
    limit: MAX_COMMITS,
    oldestFirst: true,
  });
  return readCommits(repository.git, shas);
}

function pushedCommitShape(
  forge: ForgeContext,
  repository: Repository,
  commit: Commit,
  paths: PathsOfCommit | undefined,
) {
  const person = ({ name, email, ...rest }: Signature) => {
    const user = forge.users.byEmail(email);
    return {
      name,
      email,
      date: isoDate(rest),
      ...(user ? { username: user.login } : {}),
    };
  };
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: isoDate(commit.committer),
    url: htmlUrl(forge, repository, `/commit/${commit.sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths?.added ?? [],
    removed: paths?.removed ?? [],
    modified: paths?.modified ?? [],
  };
}

export async function pullPayload(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  actor: Actor,
  action: string,
  extra: object = {},
) {
  return {
    action,
    number: pull.number,
    pull_request: await fullPullShape(forge, repository, pull),
    ...extra,
    ...basePayload(forge, repository, actor),
  };
}

export function labelPayload(
  forge: ForgeContext,
  repository: Repository,
  label: LabelRow,
) {
  return { label: labelShape(forge, repository, label) };
}

export async function reviewPayload(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  review: ReviewRow,
  actor: Actor,
  action: string,
) {
  const shape = reviewShape(forge, repository, pull.number, review);
  return {
    action,
    // Webhooks write the state of a review in small letters, the API in capitals.
    review: { ...shape, state: shape.state.toLowerCase() },
    pull_request: await fullPullShape(forge, repository, pull),
    ...basePayload(forge, repository, actor),
  };
}

export function commentPayload(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  comment: CommentRow,
  actor: Actor,
  action: string,
) {
  return {
    action,
    issue: issueShape(forge, repository, pull),
    comment: commentShape(forge, repository, pull.number, comment),
    ...basePayload(forge, repository, actor),
  };
}
