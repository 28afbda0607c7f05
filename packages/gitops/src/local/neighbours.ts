import { hostAndAbove, namespaceOf, skeleton } from '@tenantry/model';
import type { Tenant } from '@tenantry/model';
import { tenantOfPath, tenantPath } from '../layout';
import type { Files, Tree } from '../tree';

/**
 * Sources of other tenants against which some tenants must be checked: peers, and whoever may hold one of their names,
 * namespaces, hosts or groups. Found by words in the texts, because reading ten thousand files is quick and understanding
 * them is not; a few too many do no harm.
 *
 * @param sources with the tenant.yaml of everybody.
 */
export function neighboursIn(sources: Tree, tenants: readonly Tenant[]): Files {
  const themselves = new Set(tenants.map(({ metadata }) => metadata.name));
  const names = new Set(tenants.flatMap(namesIn));
  const looks = new Set(tenants.map(({ metadata }) => skeleton(metadata.name)));
  const words = wordsOf(tenants);
  const found = new Map<string, string>();
  for (const path of sources.paths()) {
    const name = tenantOfPath(path);
    const text = sources.read(path);
    if (name === undefined || text === undefined) continue;
    if (path !== tenantPath(name) || themselves.has(name)) continue;
    if (names.has(name) || looks.has(skeleton(name)) || mentions(text, words))
      found.set(path, text);
  }
  return found;
}

/** Tenants that are named, or whose name a namespace could begin with. */
function namesIn({ metadata, spec }: Tenant): string[] {
  return spec.environments.flatMap(environment => [
    ...environment.peers.map(({ tenant }) => tenant),
    ...beginningsOf(namespaceOf(metadata.name, environment)),
  ]);
}

/** `a-b-c` may be c of a-b, or b-c of a. */
function beginningsOf(namespace: string): string[] {
  const parts = namespace.split('-');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('-'));
}

/** So many words are looked for one by one sooner than a text is taken apart. */
const few = 100;

/** Of a host name. */
const longestHost = 253;

interface Words {
  /** In lower case: groups, namespaces, hosts and what is above hosts. */
  readonly whole: ReadonlySet<string>;
  /** Whatever is below one of them is meant, too. */
  readonly hosts: ReadonlySet<string>;
}

function wordsOf(tenants: readonly Tenant[]): Words {
  const environments = tenants.flatMap(({ metadata, spec }) =>
    spec.environments.map(environment => ({
      namespace: namespaceOf(metadata.name, environment),
      hosts: environment.hosts,
    })),
  );
  const hosts = environments.flatMap(environment => environment.hosts);
  const groups = tenants.flatMap(({ spec: { access } }) => [
    ...access.admins,
    ...access.developers,
  ]);
  return {
    whole: new Set(
      [
        ...hosts.flatMap(hostAndAbove),
        ...groups.flatMap(wordsIn),
        ...environments.map(({ namespace }) => namespace),
        // Whoever names it as a peer.
        ...tenants.map(({ metadata }) => metadata.name),
      ].map(word => word.toLowerCase()),
    ),
    hosts: new Set(hosts),
  };
}

/** Whether a text may name one of the words, or hides what it names behind an escape. */
function mentions(text: string, { whole, hosts }: Words): boolean {
  if (text.includes('\\')) return true;
  const lower = text.toLowerCase();
  if (
    whole.size <= few &&
    !Array.from(whole).some(word => lower.includes(word))
  )
    return false;
  return wordsIn(lower).some(
    word =>
      whole.has(word) ||
      (word.includes('.') &&
        word.length <= longestHost &&
        hostAndAbove(word).some(host => hosts.has(host))),
  );
}

function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z0-9._-]+/g) ?? [];
}
