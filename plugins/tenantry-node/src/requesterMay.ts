import { NotAllowedError } from '@backstage/errors';
import type { Requester } from './requester';

/** The tenant in question, its owner by the request, and whoever owns it so far. */
export interface Ownership {
  readonly tenant: string;
  readonly owner: string;
  /** Owner on the main branch, or in the open pull request; absent for a new tenant. */
  readonly currentOwner?: string;
}

/**
 * Whoever asks must belong to the group that will own the tenant and, for a tenant that exists, to the one that owns it.
 *
 * @throws NotAllowedError that names the group and whom to ask.
 */
export function assertRequesterMay(
  { ref, groups }: Requester,
  { tenant, owner, currentOwner }: Ownership,
): void {
  if (currentOwner !== undefined && !groups.includes(currentOwner)) {
    throw new NotAllowedError(
      `${ref} isn't a member of ${currentOwner}, the present owner of ${tenant}; ask a member of that group to make the change`,
    );
  }
  if (!groups.includes(owner)) {
    const own =
      groups.length > 0
        ? `, or choose one of your own groups: ${groups.join(', ')}`
        : '';
    throw new NotAllowedError(
      `${ref} isn't a member of ${owner}, the owner of ${tenant}; ask a member of that group to make the request${own}`,
    );
  }
}

/**
 * Whoever withdraws a request must belong to the group that owns the tenant.
 *
 * @throws NotAllowedError that names the group and whom to ask.
 */
export function assertMayClose(
  { ref, groups }: Requester,
  { tenant, owner }: Pick<Ownership, 'tenant' | 'owner'>,
): void {
  if (groups.includes(owner)) return;
  throw new NotAllowedError(
    `${ref} isn't a member of ${owner}, the owner of ${tenant}; ask a member of that group to close the request`,
  );
}
