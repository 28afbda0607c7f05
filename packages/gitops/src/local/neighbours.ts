import { hostAndAbove, namespaceName, skeleton } from '@tenantry/model';
import type { Tenant } from '@tenantry/model';
import { tenantFolder, tenantPath } from '../layout';
import type { LocalRepository } from './localRepository';

const tenantsFolder = tenantFolder('').replace(/\/$/, '');

/**
 * Other tenants against which some tenants must be checked: peers, and whoever may hold one of their names, namespaces,
 * hosts or groups. Found by names of folders and by a search for text, so that it costs the same whatever their files
 * hold; a few too many do no harm.
 */
export async function neighboursOf(
  repository: LocalRepository,
  commit: string,
  tenants: readonly Tenant[],
): Promise<string[]> {
  const names = await repository.folders(commit, tenantsFolder);
  const wanted = new Set(tenants.flatMap(byName));
  const looks = new Set(tenants.map(({ metadata }) => skeleton(metadata.name)));
  const mentioned = await repository.search(
    commit,
    tenantsFolder,
    mentionOf(tenants),
  );
  const files = new Set(mentioned);
  const themselves = new Set(tenants.map(({ metadata }) => metadata.name));
  return names.filter(
    name =>
      !themselves.has(name) &&
      (wanted.has(name) ||
        looks.has(skeleton(name)) ||
        files.has(tenantPath(name))),
  );
}

/** Tenants that are named, or whose name a namespace could begin with. */
function byName({ metadata, spec }: Tenant): string[] {
  return spec.environments.flatMap(({ name, peers }) => [
    ...peers.map(({ tenant }) => tenant),
    ...beginningsOf(namespaceName(metadata.name, name)),
  ]);
}

/** `a-b-c` may be c of a-b, or b-c of a. */
function beginningsOf(namespace: string): string[] {
  const parts = namespace.split('-');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('-'));
}

/** Matches lines that may name a host or a group of these tenants, or that hide what they name behind an escape. */
function mentionOf(tenants: readonly Tenant[]): string {
  const hosts = tenants.flatMap(({ spec }) =>
    spec.environments.flatMap(environment => environment.hosts),
  );
  const groups = tenants.flatMap(({ spec: { access } }) => [
    ...access.admins,
    ...access.developers,
  ]);
  const namespaces = tenants.flatMap(({ metadata, spec }) =>
    spec.environments.map(({ name }) => namespaceName(metadata.name, name)),
  );
  const words = [
    ...hosts.flatMap(host => hostAndAbove(host).map(literally)),
    ...hosts.map(host => `([a-z0-9-]+\\.)*${literally(host)}`),
    ...[...groups, ...namespaces].map(literally),
  ];
  const edge = '[^A-Za-z0-9._-]';
  return `\\\\|(^|${edge})(${[...new Set(words)].join('|')})($|${edge})`;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
