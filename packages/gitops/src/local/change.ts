import type { Tenant } from '@tenantry/model';
import type { PathChange } from '../history';
import { byCodeUnit } from '../tree';
import type { LocalRepository } from './localRepository';
import { scopeOf, type Scope } from './scope';
import { readState, type Broken, type State } from './state';

/** A change of the repository as it would be merged, with what is there before and after. */
export interface Change {
  readonly scope: Scope;
  readonly paths: readonly PathChange[];
  readonly before: State | Broken;
  readonly after: State | Broken;
  readonly conflicts?: undefined;
}

/** A change that can't be merged, by the paths that conflict. */
export interface Conflict {
  readonly conflicts: readonly string[];
}

/**
 * What merging `head` into `base`, both ids of commits, would do.
 *
 * @throws UnrelatedHistoriesError
 */
export async function readChange(
  repository: LocalRepository,
  base: string,
  head: string,
): Promise<Change | Conflict> {
  const merge = await repository.merge(base, head);
  if (merge.conflicts) return { conflicts: merge.conflicts };
  const paths = await repository.diff(base, merge.commit);
  const scope = scopeOf(paths);
  return {
    scope,
    paths,
    before: await readState(repository, base, { scope, withNeighbours: false }),
    after: await readState(repository, merge.commit, {
      scope,
      withNeighbours: true,
    }),
  };
}

/** Names of the tenants whose files a change touches, or that are rendered from something that it touches, sorted. */
export function concernedBy({ scope, after }: Change): readonly string[] {
  if (!scope.renderedFrom || after.broken) return scope.tenants;
  return [...new Set([...scope.tenants, ...after.tenants.keys()])].sort(
    byCodeUnit,
  );
}

/** A tenant at one end; of a base that nobody can read nothing is known, and a change may be what repairs it. */
export function tenantAt(
  state: State | Broken,
  name: string,
): Tenant | undefined {
  return state.broken ? undefined : state.tenants.get(name);
}
