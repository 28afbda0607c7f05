import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { Alert } from '@backstage/ui';
import { TimeAgo } from './TimeAgo';

/** Says that what is shown is old, how old, and why. */
export function StaleNote({
  status,
}: {
  status: Pick<TenantStatus, 'checkedAt' | 'staleBecause'>;
}) {
  if (!status.staleBecause) return null;
  return (
    <Alert
      status="warning"
      icon
      title={
        <>
          This was true <TimeAgo time={status.checkedAt} />, and may have
          changed since
        </>
      }
      description={`The repository could not be read again: ${status.staleBecause}`}
    />
  );
}
