import type { ForgeContext } from '../../context';
import { htmlUrl, nodeId, repositoryApiUrl } from '../../links';
import {
  inspectPull,
  type Mergeability,
  type PullStatistics,
} from '../../operations/inspectPull';
import type { Repository } from '../../repositories';
import { listComments, type CommentRow } from '../../state/comments';
import { labelsOfPull, type LabelRow } from '../../state/labels';
import { listPeople, type PullRow } from '../../state/pulls';
import type { ReviewRow } from '../../state/reviews';
import type { Actor } from '../../users';
import { repositoryShape } from './repository';
import { accountId, simpleUser } from './user';

export function labelShape(
  forge: ForgeContext,
  repository: Repository,
  label: LabelRow,
) {
  return {
    id: label.id,
    node_id: nodeId('Label', label.id),
    url: repositoryApiUrl(
      forge,
      repository,
      `/labels/${encodeURIComponent(label.name)}`,
    ),
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

function teamShape(forge: ForgeContext, slug: string) {
  return {
    id: accountId(slug),
    node_id: nodeId('Team', slug),
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    permission: 'push',
    url: `${forge.url}/api/v3/teams/${slug}`,
    html_url: `${forge.url}/teams/${slug}`,
    parent: null,
  };
}

/** A pull request as lists answer it. */
export function pullShape(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  viewer?: Actor,
) {
  const url = repositoryApiUrl(forge, repository, `/pulls/${pull.number}`);
  const issue = repositoryApiUrl(forge, repository, `/issues/${pull.number}`);
  const html = htmlUrl(forge, repository, `/pull/${pull.number}`);
  const statuses = repositoryApiUrl(
    forge,
    repository,
    `/statuses/${pull.headSha}`,
  );
  const repo = repositoryShape(forge, repository, viewer);
  const people = (role: 'assignee' | 'reviewer') =>
    listPeople(forge.db, pull.id, role).map(login => simpleUser(forge, login));
  const assignees = people('assignee');
  const side = (ref: string, sha: string) => ({
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: simpleUser(forge, repository.owner),
    repo,
  });
  return {
    url,
    id: pull.id,
    node_id: nodeId('PullRequest', `${repository.fullName}#${pull.number}`),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: repositoryApiUrl(
      forge,
      repository,
      '/pulls/comments{/number}',
    ),
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: simpleUser(forge, pull.author),
    body: pull.body,
    labels: labelsOfPull(forge.db, pull.id).map(label =>
      labelShape(forge, repository, label),
    ),
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignees[0] ?? null,
    assignees,
    requested_reviewers: people('reviewer'),
    requested_teams: listPeople(forge.db, pull.id, 'team').map(team =>
      teamShape(forge, team),
    ),
    draft: pull.draft,
    head: side(pull.headRef, pull.headSha),
    base: side(pull.baseRef, pull.baseSha),
    author_association: 'MEMBER',
    auto_merge: null,
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${url}/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
  };
}

/** A pull request in full, with what has to be computed from its commits. */
export async function fullPullShape(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
  viewer?: Actor,
) {
  const { merge, statistics } = await inspectPull(forge, repository, pull);
  return {
    ...pullShape(forge, repository, pull, viewer),
    ...computed(forge, pull, merge, statistics),
  };
}

function computed(
  forge: ForgeContext,
  pull: PullRow,
  merge: Mergeability,
  statistics: PullStatistics,
) {
  return {
    merged: pull.mergedAt !== null,
    mergeable: merge.mergeable,
    mergeable_state: merge.state,
    rebaseable: merge.mergeable,
    merged_by: pull.mergedBy ? simpleUser(forge, pull.mergedBy) : null,
    comments: listComments(forge.db, pull.id).length,
    review_comments: 0,
    maintainer_can_modify: false,
    ...statistics,
  };
}

/** The pull request seen as an issue. */
export function issueShape(
  forge: ForgeContext,
  repository: Repository,
  pull: PullRow,
) {
  const shape = pullShape(forge, repository, pull);
  return {
    url: shape.issue_url,
    repository_url: repositoryApiUrl(forge, repository),
    labels_url: `${shape.issue_url}/labels{/name}`,
    comments_url: shape.comments_url,
    events_url: `${shape.issue_url}/events`,
    html_url: shape.html_url,
    id: shape.id,
    node_id: shape.node_id,
    number: shape.number,
    title: shape.title,
    user: shape.user,
    labels: shape.labels,
    state: shape.state,
    state_reason: null,
    locked: false,
    assignee: shape.assignee,
    assignees: shape.assignees,
    milestone: null,
    comments: listComments(forge.db, pull.id).length,
    created_at: shape.created_at,
    updated_at: shape.updated_at,
    closed_at: shape.closed_at,
    author_association: shape.author_association,
    draft: shape.draft,
    body: shape.body,
    pull_request: {
      url: shape.url,
      html_url: shape.html_url,
      diff_url: shape.diff_url,
      patch_url: shape.patch_url,
      merged_at: shape.merged_at,
    },
  };
}

export function commentShape(
  forge: ForgeContext,
  repository: Repository,
  pullNumber: number,
  comment: CommentRow,
) {
  return {
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    url: repositoryApiUrl(forge, repository, `/issues/comments/${comment.id}`),
    html_url: htmlUrl(
      forge,
      repository,
      `/pull/${pullNumber}#issuecomment-${comment.id}`,
    ),
    issue_url: repositoryApiUrl(forge, repository, `/issues/${pullNumber}`),
    body: comment.body,
    user: simpleUser(forge, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: 'MEMBER',
  };
}

export function reviewShape(
  forge: ForgeContext,
  repository: Repository,
  pullNumber: number,
  review: ReviewRow,
) {
  const pull = repositoryApiUrl(forge, repository, `/pulls/${pullNumber}`);
  const html = htmlUrl(
    forge,
    repository,
    `/pull/${pullNumber}#pullrequestreview-${review.id}`,
  );
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: simpleUser(forge, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: 'MEMBER',
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(review.submittedAt ? { submitted_at: review.submittedAt } : {}),
    commit_id: review.commitId,
  };
}
