import {
  unknownOwner,
  type TenantSummary,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Tenant } from '@tenantry/model';

/** What every list and page says first of a tenant. */
export type TenantFacts = Pick<
  TenantSummary,
  'name' | 'title' | 'owner' | 'profile' | 'size'
>;

export function tenantFacts({ metadata, spec }: Tenant): TenantFacts {
  const { title, owner, profile, size } = spec;
  return { name: metadata.name, title, owner, profile, size };
}

/** Of a tenant whose file can't be read, nobody knows more than its name. */
export function unreadableFacts(name: string): TenantFacts {
  return { name, title: name, owner: unknownOwner, profile: '', size: '' };
}
