import type { PathChange } from '../history';
import { isPlatformSource, tenantOfPath } from '../layout';

/** What a change is about, by the paths that it touches. */
export interface Scope {
  /** Names of the tenants whose files are touched, sorted; also of folders whose names are none. */
  readonly tenants: readonly string[];
  /** Paths of everybody's: the platform's, workflows, owners of code, whatever else lies there. */
  readonly shared: readonly string[];
  /** Whether something is touched that all files of some tenants are rendered from. */
  readonly renderedFrom: boolean;
}

export function scopeOf(changes: readonly PathChange[]): Scope {
  const tenants = new Set<string>();
  const shared: string[] = [];
  for (const { path } of changes) {
    const tenant = tenantOfPath(path);
    if (tenant === undefined) shared.push(path);
    else tenants.add(tenant);
  }
  return {
    tenants: [...tenants].sort(),
    shared,
    renderedFrom: shared.some(isPlatformSource),
  };
}
