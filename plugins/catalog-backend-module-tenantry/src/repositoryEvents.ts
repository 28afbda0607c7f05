import type { RepositoryCoordinates } from '@tenantry/backstage-plugin-tenantry-node';
import { z } from 'zod';

/** Topics on which the events backend passes on what a forge reports of its repositories. */
export const repositoryTopics = ['github.push', 'github.pull_request'] as const;

const Payload = z.looseObject({
  repository: z.looseObject({ full_name: z.string() }),
});

/** Whether a forge reports of the tenants repository. */
export function isAbout(
  payload: unknown,
  { owner, repo }: Pick<RepositoryCoordinates, 'owner' | 'repo'>,
): boolean {
  const parsed = Payload.safeParse(payload);
  return (
    parsed.success &&
    parsed.data.repository.full_name.toLowerCase() ===
      `${owner}/${repo}`.toLowerCase()
  );
}
