import type { ForgeContext } from '../../context';
import { isoDate, type Commit, type Signature } from '../../git/commits';
import type { FileChange } from '../../git/diff';
import { encodePath, htmlUrl, nodeId, repositoryApiUrl } from '../../links';
import type { Repository } from '../../repositories';
import { simpleUser } from './user';

export const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
} as const;

function person(signature: Signature) {
  return {
    name: signature.name,
    email: signature.email,
    date: isoDate(signature),
  };
}

/** A commit as the git database API answers it. */
export function gitCommitShape(
  forge: ForgeContext,
  repository: Repository,
  commit: Commit,
) {
  const api = (path: string) => repositoryApiUrl(forge, repository, path);
  return {
    sha: commit.sha,
    node_id: nodeId('Commit', `${repository.id}:${commit.sha}`),
    url: api(`/git/commits/${commit.sha}`),
    html_url: htmlUrl(forge, repository, `/commit/${commit.sha}`),
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { sha: commit.tree, url: api(`/git/trees/${commit.tree}`) },
    message: commit.message.replace(/\n+$/, ''),
    parents: commit.parents.map(sha => ({
      sha,
      url: api(`/git/commits/${sha}`),
      html_url: htmlUrl(forge, repository, `/commit/${sha}`),
    })),
    verification: UNSIGNED,
  };
}

/** A commit as the repository's commit lists answer it. */
export function commitShape(
  forge: ForgeContext,
  repository: Repository,
  commit: Commit,
) {
  const api = (path: string) => repositoryApiUrl(forge, repository, path);
  const account = ({ email }: Signature) => {
    const user = forge.users.byEmail(email);
    return user ? simpleUser(forge, user.login) : null;
  };
  const git = gitCommitShape(forge, repository, commit);
  return {
    sha: commit.sha,
    node_id: git.node_id,
    commit: {
      author: git.author,
      committer: git.committer,
      message: git.message,
      tree: git.tree,
      url: git.url,
      comment_count: 0,
      verification: UNSIGNED,
    },
    url: api(`/commits/${commit.sha}`),
    html_url: git.html_url,
    comments_url: api(`/commits/${commit.sha}/comments`),
    author: account(commit.author),
    committer: account(commit.committer),
    parents: commit.parents.map(sha => ({
      sha,
      url: api(`/commits/${sha}`),
      html_url: htmlUrl(forge, repository, `/commit/${sha}`),
    })),
  };
}

/** A changed file; `ref` is the commit that holds it. */
export function fileShape(
  forge: ForgeContext,
  repository: Repository,
  file: FileChange,
  ref: string,
) {
  const path = encodePath(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: htmlUrl(forge, repository, `/blob/${ref}/${path}`),
    raw_url: htmlUrl(forge, repository, `/raw/${ref}/${path}`),
    contents_url: repositoryApiUrl(
      forge,
      repository,
      `/contents/${path}?ref=${ref}`,
    ),
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath ? { previous_filename: file.previousPath } : {}),
  };
}
