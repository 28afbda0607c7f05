import { Alert, Text } from '@backstage/ui';
import type { FleetJudging } from '@tenantry/backstage-plugin-tenantry-common';
import { TimeAgo } from '../common/TimeAgo';

/** How far what is shown can be relied on. */
export function FleetNotes({ judging }: { judging: FleetJudging }) {
  const { waiting, checkedAt, staleBecause, failingSince, because } = judging;
  return (
    <>
      {staleBecause && (
        <Alert
          status="warning"
          icon
          title={
            checkedAt ? (
              <>
                The repository was last read <TimeAgo time={checkedAt} />, and
                may have changed since
              </>
            ) : (
              'The repository could not be read yet'
            )
          }
          description={staleBecause}
        />
      )}
      {failingSince && (
        <Alert
          status="warning"
          icon
          title={
            <>
              Looking again began to fail <TimeAgo time={failingSince} />, and
              what is shown grows old
            </>
          }
          description={because}
        />
      )}
      {!checkedAt && !staleBecause && (
        <Alert
          status="info"
          icon
          title="The repository was not read yet"
          description="The portal has just started, or the forge does not answer. What is shown was known before, and reads unknown."
        />
      )}
      <Text as="p" role="status" variant="body-small" color="secondary">
        {waiting > 0 ? waitingWords(waiting) : ''}
      </Text>
    </>
  );
}

function waitingWords(waiting: number): string {
  const many =
    waiting === 1 ? '1 tenant is' : `${waiting.toLocaleString()} tenants are`;
  return `${many} being looked at again; until then they are as last seen.`;
}
