import { parseGroupRef } from '@tenantry/model';
import type { Finding, Tenant } from '@tenantry/model';
import { tenantPath } from '../layout';
import { found } from './found';
import type { Scope } from '../local/scope';

/** Who made a change, as far as the forge tells. */
export interface Author {
  /** Names of the author's groups, or full catalog references. */
  readonly groups: readonly string[];
  /** Groups whose members may change everything. */
  readonly platformGroups: readonly string[];
}

/** A tenant as it was and as it is to be. */
export interface TenantStates {
  readonly name: string;
  readonly before?: Tenant;
  /** It was there, but nobody can tell what it was: its file can't be read. */
  readonly unknownBefore: boolean;
  readonly after?: Tenant;
}

/** Whether somebody of the platform's team made it. */
export function isPlatforms({ groups, platformGroups }: Author): boolean {
  const own = new Set(groups.map(lower));
  return platformGroups.some(group => own.has(lower(group)));
}

/** Whether the author may make this change: each owner of a tenant, before and after it, and the platform's team for the rest. */
export function authorFindings(
  author: Author,
  scope: Scope,
  tenants: readonly TenantStates[],
): Finding[] {
  if (isPlatforms(author)) return [];
  const own = new Set(author.groups.map(lower));
  const platforms = scope.shared.flatMap(path =>
    found(
      'not-owner',
      path,
      'is a file of the platform, and its author is in none of the platform’s groups',
    ),
  );
  const unknown = tenants
    .filter(({ unknownBefore }) => unknownBefore)
    .flatMap(({ name }) =>
      found(
        'not-owner',
        tenantPath(name),
        'can’t be read as it was, so nobody can tell whose it is, and its author is in none of the platform’s groups',
      ),
    );
  const owners = tenants.flatMap(({ name, before, after }) =>
    [...new Set([before?.spec.owner, after?.spec.owner])]
      .filter(owner => owner !== undefined)
      .filter(owner => !isIn(own, owner))
      .flatMap(owner =>
        found(
          'not-owner',
          tenantPath(name),
          `${name} belongs to ${owner}, of which its author is no member`,
          { path: ['spec', 'owner'] },
        ),
      ),
  );
  return [...platforms, ...unknown, ...owners];
}

/** A bare name is one of the usual namespace; every other takes the full reference. */
function isIn(own: ReadonlySet<string>, owner: string): boolean {
  const { namespace, name } = parseGroupRef(owner);
  return (
    own.has(lower(owner)) || (namespace === 'default' && own.has(lower(name)))
  );
}

function lower(text: string): string {
  return text.toLowerCase();
}
