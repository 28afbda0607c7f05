import {
  readProposedTenants,
  type RepositorySnapshot,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { namespaceOf, placeKey, type Tenant } from '@tenantry/model';
import { unreadableTenants } from '../status/unreadableTenants';

/** Everybody there is to judge, at one commit of the main branch. */
export interface Subjects {
  readonly snapshot: RepositorySnapshot;
  readonly merged: ReadonlyMap<string, Tenant>;
  /** Tenants whose file can't be read → why. */
  readonly unreadable: ReadonlyMap<string, string>;
  /** Tenants that only an open pull request holds. */
  readonly requested: ReadonlyMap<string, Tenant>;
  /** Tenants with an environment on a cluster. */
  readonly onCluster: ReadonlyMap<string, readonly string[]>;
  /** The tenant of a namespace, by its place (`placeKey`). */
  readonly ofNamespace: ReadonlyMap<string, string>;
}

/** @param before what was known, of which requests are kept while pull requests can't be listed. */
export async function readSubjects(
  repository: TenantryRepositoryService,
  before?: Subjects,
): Promise<Subjects> {
  const snapshot = await repository.snapshot();
  const requested = await readRequested(repository, before);
  // Nearly always nothing moved, and an index of thousands is kept.
  if (before?.snapshot.commit === snapshot.commit)
    return { ...before, snapshot, requested };
  const { tenants } = snapshot.fleet;
  return {
    snapshot,
    requested,
    merged: new Map(tenants.map(tenant => [tenant.metadata.name, tenant])),
    unreadable: unreadableTenants(snapshot),
    onCluster: byCluster(tenants),
    ofNamespace: new Map(
      tenants.flatMap(({ metadata: { name }, spec }) =>
        spec.environments.map(environment => [
          placeKey(environment.cluster, namespaceOf(name, environment)),
          name,
        ]),
      ),
    ),
  };
}

/** Every tenant by name. */
export function namesOf({ merged, unreadable, requested }: Subjects): string[] {
  return [
    ...new Set([...merged.keys(), ...unreadable.keys(), ...requested.keys()]),
  ];
}

async function readRequested(
  repository: TenantryRepositoryService,
  before?: Subjects,
): Promise<Subjects['requested']> {
  try {
    const proposed = await readProposedTenants(repository);
    return new Map(
      proposed.map(({ tenant }) => [tenant.metadata.name, tenant]),
    );
  } catch {
    return before?.requested ?? new Map();
  }
}

function byCluster(tenants: readonly Tenant[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const { metadata, spec } of tenants)
    for (const { cluster } of spec.environments) {
      const own = found.get(cluster) ?? new Set();
      found.set(cluster, own.add(metadata.name));
    }
  return new Map(Array.from(found, ([name, own]) => [name, [...own]]));
}
