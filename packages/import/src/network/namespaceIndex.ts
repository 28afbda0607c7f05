import { keptNamespaces } from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { namespaceObject } from '../groupTenants';
import type { Hints } from '../hints';
import type { FoundNamespace } from '../read/readNamespaces';
import { selects } from './selector';
import type { Selector } from './selector';
import { nameAsked, selectableLabels } from './statements';

/** All namespaces that are known, by what policies select them by. */
export interface NamespaceIndex {
  /** Names of those that a selector means; the one it asks for by name, whether it is known or not. */
  namesOf(selector: Selector): readonly string[];
  isPlatforms(name: string): boolean;
  /** Whether traffic from outside comes from there. */
  isEntry(name: string): boolean;
}

/**
 * Namespaces of the input, with the labels they will carry, and those that the platform, its clusters or hints name.
 *
 * @param adopted labels that adopting adds, by namespace.
 */
export function indexNamespaces(
  namespaces: readonly FoundNamespace[],
  { platformNamespaces }: Pick<Hints, 'platformNamespaces'>,
  { platform, clusters }: Pick<Fleet, 'platform' | 'clusters'>,
  adopted: ReadonlyMap<string, Readonly<Record<string, string>>>,
): NamespaceIndex {
  const kept = clusters.flatMap(cluster => [
    ...keptNamespaces(cluster, platform),
  ]);
  const known = new Map<string, Readonly<Record<string, string>>>([
    ...kept.map(name => [name, selectableLabels(name)] as const),
    ...namespaces.map(
      namespace =>
        [
          namespace.name,
          selectableLabels(namespace.name, {
            ...namespaceObject(namespace)?.metadata.labels,
            ...adopted.get(namespace.name),
          }),
        ] as const,
    ),
    ...platformNamespaces.map(
      ({ name, labels }) => [name, selectableLabels(name, labels)] as const,
    ),
  ]);
  const entries = new Set(
    clusters.flatMap(({ spec }) => [
      spec.ingress?.namespace,
      spec.gateway?.namespace,
    ]),
  );
  const platforms = new Set([
    ...kept,
    ...platformNamespaces.map(({ name }) => name),
  ]);
  const answers = new Map<string, readonly string[]>();
  return {
    namesOf(selector) {
      const key = JSON.stringify(selector);
      const answer =
        answers.get(key) ??
        unique([
          nameAsked(selector),
          ...Array.from(known)
            .filter(([, labels]) => selects(selector, labels))
            .map(([name]) => name),
        ]);
      answers.set(key, answer);
      return answer;
    },
    isPlatforms: name => platforms.has(name),
    isEntry: name => entries.has(name),
  };
}

function unique(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.flatMap(name => name ?? []))].sort();
}
