import type { RepositoryPages } from '../pullRequest';

/**
 * Where a person sees the repository that `platform.yaml` names.
 *
 * @param gitlab whether it is known to be on GitLab; default: where the host's name says so.
 */
export function repositoryPages(
  url: string,
  gitlab = /^gitlab\.|\.gitlab\./.test(new URL(url).hostname),
): RepositoryPages {
  const { protocol, hostname, pathname } = new URL(url);
  // Pages are at no port of ssh.
  const address = protocol === 'ssh:' ? `https://${hostname}${pathname}` : url;
  const htmlUrl = address.replace(/\/+$/, '').replace(/\.git$/, '');
  return { htmlUrl, ...(gitlab ? { filesUrl: `${htmlUrl}/-/blob` } : {}) };
}
