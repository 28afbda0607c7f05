import { Text } from '@backstage/ui';
import type { SyncVerdict } from '@tenantry/controls';
import { repairWords } from '../../posture/syncWords';
import { TimeAgo } from './TimeAgo';

/** What keeps Argo CD from having applied the last change, and what it had to put back. Nothing where all is well. */
export function SyncNote({ synced }: { synced: SyncVerdict }) {
  const repaired = repairWords(synced);
  const hindered = synced.state === 'no';
  if (!hindered && !repaired) return null;
  return (
    <Text as="p" variant="body-small" color={hindered ? 'danger' : 'secondary'}>
      {hindered && `Not synced: ${synced.reason}. `}
      {repaired && (
        <>
          Argo CD {repaired}
          {synced.repairs?.at && (
            <>
              , last <TimeAgo time={synced.repairs.at} />
            </>
          )}
          .
        </>
      )}
    </Text>
  );
}
