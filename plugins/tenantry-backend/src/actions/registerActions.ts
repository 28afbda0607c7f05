import type { AuthService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  TenantAuthorizer,
  TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import type { MeasurePosture } from '../metrics/postureMetrics';
import { registerPreviewRequest } from './previewRequestAction';
import { registerTenantStatus } from './tenantStatusAction';

export interface ActionServices {
  readonly auth: AuthService;
  readonly authorizer: TenantAuthorizer;
  readonly catalog: CatalogService;
  readonly clusters: ConnectedClusters;
  readonly measurePosture: MeasurePosture;
  readonly repository: TenantryRepositoryService;
}

/** Actions for whatever calls actions: other plugins, templates, and assistants by way of MCP. They only read. */
export function registerActions(
  registry: ActionsRegistryService,
  services: ActionServices,
): void {
  registerTenantStatus(registry, services);
  registerPreviewRequest(registry, services);
}
