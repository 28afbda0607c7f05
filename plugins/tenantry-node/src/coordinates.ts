import { InputError } from '@backstage/errors';

export type ForgeKind = 'github' | 'gitlab';

export const forgeNames: Readonly<Record<ForgeKind, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
};

/** Where the GitOps repository is. */
export interface RepositoryCoordinates {
  /** Whose API the host speaks. */
  readonly forge: ForgeKind;
  /** Host with its port, as the integrations name it. */
  readonly host: string;
  /** An organisation or a person; on GitLab also a group within groups, such as `platform/clusters`. */
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
  if (parts.length < 2) throw refuse('is not <host>/<owner>/<repository>');
  const odd = parts.find(part => !/^[\w.-]+$/.test(part) || /^\.+$/.test(part));
  if (odd !== undefined) {
    throw refuse(`has ${JSON.stringify(odd)}, which is no name on a forge`);
  }
  const owner = parts.slice(0, -1).join('/');
  const repo = parts[parts.length - 1];
  return {
    host: parsed.host,
    owner,
    repo,
    htmlUrl: `${parsed.origin}/${owner}/${repo}`,
  };
}

/** The page of a folder on the main branch. */
export function folderUrl(at: RepositoryCoordinates, path: string): string {
  return `${pages(at)}/tree/${at.branch}/${path}`;
}

/** The page of a file, on the main branch unless another ref is named. */
export function fileUrl(
  at: RepositoryCoordinates,
  path: string,
  ref: string = at.branch,
): string {
  return `${filesUrl(at)}/${ref}/${path}`;
}

/** The page of a commit. */
export function commitUrl(at: RepositoryCoordinates, sha: string): string {
  return `${pages(at)}/commit/${sha}`;
}

/** Where the pages of files begin, before a ref and a path. */
export function filesUrl(at: RepositoryCoordinates): string {
  return `${pages(at)}/blob`;
}

/** GitLab keeps the pages of a repository apart from the groups below it. */
function pages({ forge, htmlUrl }: RepositoryCoordinates): string {
  return forge === 'gitlab' ? `${htmlUrl}/-` : htmlUrl;
}
