import type { ForgeContext } from '../../context';
import { nodeId, repositoryApiUrl } from '../../links';
import type { Repository } from '../../repositories';
import type { DeliveryRow, HookRow } from '../../state/hooks';

export function hookShape(
  forge: ForgeContext,
  repository: Repository,
  hook: HookRow,
) {
  const url = repositoryApiUrl(forge, repository, `/hooks/${hook.id}`);
  return {
    type: 'Repository',
    id: hook.id,
    node_id: nodeId('Hook', hook.id),
    name: 'web',
    active: hook.active,
    events: hook.events,
    config: {
      content_type: hook.contentType,
      insecure_ssl: '0',
      url: hook.url,
      // A secret goes in and never comes out.
      ...(hook.secret ? { secret: '********' } : {}),
    },
    created_at: hook.createdAt,
    updated_at: hook.updatedAt,
    url,
    test_url: `${url}/test`,
    ping_url: `${url}/pings`,
    deliveries_url: `${url}/deliveries`,
    last_response: { code: null, status: 'unused', message: null },
  };
}

export function deliveryShape(hook: HookRow, delivery: DeliveryRow) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt ?? delivery.createdAt,
    redelivery: delivery.attempts > 1,
    duration: 0,
    status: delivery.state === 'pending' ? 'pending' : delivery.detail ?? '',
    status_code: delivery.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: null,
    repository_id: hook.repositoryId,
    throttled_at: null,
    url: hook.url,
  };
}
