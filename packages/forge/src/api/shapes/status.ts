import type { ForgeContext } from '../../context';
import { nodeId, repositoryApiUrl } from '../../links';
import type { Repository } from '../../repositories';
import type { StatusRow } from '../../state/statuses';
import { simpleUser } from './user';

export function statusShape(
  forge: ForgeContext,
  repository: Repository,
  status: StatusRow,
) {
  const creator = simpleUser(forge, status.creator);
  return {
    url: repositoryApiUrl(forge, repository, `/statuses/${status.sha}`),
    avatar_url: creator.avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator,
  };
}
