import type { Cluster } from './cluster';
import type { Platform } from './platform';
import type { Tenant } from './tenant';

/** Everything there is, each part valid by itself. Lists are never changed in place: indexes are remembered by list. */
export interface Fleet {
  platform: Platform;
  clusters: readonly Cluster[];
  tenants: readonly Tenant[];
}
