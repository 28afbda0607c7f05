import type { Entity } from '@backstage/catalog-model';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';

/** Whether an entity stands for a tenant. */
export function isTenantEntity(entity: Entity): boolean {
  return Boolean(entity.metadata.annotations?.[tenantAnnotation]);
}
