import { InputError } from '@backstage/errors';

/** Where the GitOps repository is. */
export interface RepositoryCoordinates {
  /** Host with its port, as `integrations.github` names it. */
  readonly host: string;
  readonly owner: string;
  readonly repo: string;
  readonly branch: string;
  readonly apiBaseUrl: string;
  /** The repository's page, without a slash at the end. */
  readonly htmlUrl: string;
}

/** Takes a repository's address apart. Throws an `InputError` that names the setting. */
export function parseRepositoryUrl(
  url: string,
): Pick<RepositoryCoordinates, 'host' | 'owner' | 'repo' | 'htmlUrl'> {
  const refuse = (reason: string) =>
    new InputError(
      `tenantry.repository.url is ${JSON.stringify(
        url,
      )}, which ${reason}; write it like https://github.com/example/tenants`,
    );
  if (!URL.canParse(url)) throw refuse('is no address');
  const parsed = new URL(url);
  if (!['https:', 'http:'].includes(parsed.protocol)) {
    throw refuse('begins with neither https:// nor http://');
  }
  if (parsed.username || parsed.password) {
    throw new InputError(
      'tenantry.repository.url holds credentials; put the token into integrations.github instead',
    );
  }
  const parts = parsed.pathname
    .replace(/\.git$/, '')
    .split('/')
    .filter(Boolean);
  if (parts.length !== 2) throw refuse('is not <host>/<owner>/<repository>');
  const [owner, repo] = parts;
  return {
    host: parsed.host,
    owner,
    repo,
    htmlUrl: `${parsed.origin}/${owner}/${repo}`,
  };
}

/** The page of a folder on the main branch. */
export function folderUrl(at: RepositoryCoordinates, path: string): string {
  return `${at.htmlUrl}/tree/${at.branch}/${path}`;
}

/** The page of a file, on the main branch unless another ref is named. */
export function fileUrl(
  at: RepositoryCoordinates,
  path: string,
  ref: string = at.branch,
): string {
  return `${at.htmlUrl}/blob/${ref}/${path}`;
}

/** The page of a commit. */
export function commitUrl(at: RepositoryCoordinates, sha: string): string {
  return `${at.htmlUrl}/commit/${sha}`;
}
