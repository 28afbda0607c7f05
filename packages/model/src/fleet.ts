import type { Cluster } from './cluster';
import type { Exception } from './exceptions';
import type { Platform } from './platform';
import type { Tenant } from './tenant';

/** Everything there is, each part valid by itself. Lists are never changed in place: indexes are remembered by list. */
export interface Fleet {
  platform: Platform;
  clusters: readonly Cluster[];
  tenants: readonly Tenant[];
  /** What is switched off, by the name of the tenant. Default: nothing. */
  exceptions?: ReadonlyMap<string, readonly Exception[]>;
}
