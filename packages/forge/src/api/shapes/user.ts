import { createHash } from 'node:crypto';

import type { ForgeContext } from '../../context';
import { apiUrl, nodeId } from '../../links';

const USER_URLS = {
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
  organizations_url: '/orgs',
  repos_url: '/repos',
  events_url: '/events{/privacy}',
  received_events_url: '/received_events',
} as const;

/** Accounts are not numbered anywhere, so the number follows from the login. */
export function accountId(login: string): number {
  const digest = createHash('sha256').update(login.toLowerCase()).digest();
  return digest.readUInt32BE() % 0x7fffffff;
}

/** A user, or an organization when nobody with that login can sign in. */
export function simpleUser(forge: ForgeContext, login: string) {
  const user = forge.users.byLogin(login);
  const url = apiUrl(forge, `/users/${login}`);
  return {
    login,
    id: accountId(login),
    node_id: nodeId('User', login),
    avatar_url: `${forge.url}/-/avatars/${login}.svg`,
    gravatar_id: '',
    url,
    html_url: `${forge.url}/${login}`,
    ...expandUrls(url, USER_URLS),
    type: user ? 'User' : 'Organization',
    site_admin: false,
    user_view_type: 'public',
  };
}

export function fullUser(forge: ForgeContext, login: string) {
  const user = forge.users.byLogin(login);
  return {
    ...simpleUser(forge, login),
    name: user?.name ?? login,
    company: null,
    blog: '',
    location: null,
    email: user?.email ?? null,
    hireable: null,
    bio: null,
    public_repos: forge.repositories
      .list()
      .filter(({ owner }) => owner === login).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}

/** `{ name: '/suffix' }` becomes `{ name: '<base>/suffix' }`. */
export function expandUrls<Name extends string>(
  base: string,
  templates: Readonly<Record<Name, string>>,
): Record<Name, string> {
  const entries = Object.entries<string>(templates).map(([name, suffix]) => [
    name,
    `${base}${suffix}`,
  ]);
  return Object.fromEntries(entries);
}
