import type { Finding, Tenant } from '@tenantry/model';
import { tenantPath } from '../layout';
import type { State } from '../local/state';
import { tenantProblems } from '../local/tenantProblems';
import type { TenantStates } from './author';
import { found } from './found';

/**
 * What a change takes from tenants that it doesn't touch: after it, their own files would no longer be what they may have.
 */
export function neighbourFindings(
  subjects: readonly TenantStates[],
  after: State,
): Finding[] {
  const own = new Set(subjects.map(({ name }) => name));
  const others = after.fleet.tenants.filter(
    ({ metadata }) => !own.has(metadata.name),
  );
  if (subjects.length === 0 || others.length === 0) return [];
  const old = subjects.flatMap(({ before }) => before ?? []);
  const then = {
    tree: after.tree,
    fleet: { ...after.fleet, tenants: [...others, ...old] },
  };
  return others.flatMap(other => {
    const known = new Set(messagesOf(other, then));
    return messagesOf(other, after)
      .filter(message => !known.has(message))
      .flatMap(message =>
        found(
          'not-given',
          tenantPath(subjects[0].name),
          `takes something from ${other.metadata.name}, of which this would be true: ${message}`,
        ),
      );
  });
}

function messagesOf(
  tenant: Tenant,
  state: Pick<State, 'fleet' | 'tree'>,
): string[] {
  return tenantProblems(tenant, state).map(({ message }) => message);
}
