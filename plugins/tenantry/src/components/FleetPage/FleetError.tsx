import { isForbidden } from '../../api/isForbidden';
import { ErrorAlert } from '../common/ErrorAlert';
import { ForbiddenNote } from '../common/ForbiddenNote';

/** Why the fleet isn't shown: it may not be, or it can't be for the moment. */
export function FleetError({
  error,
  hasOld,
  onRetry,
}: {
  error: Error;
  /** Whether an older answer is shown below. */
  hasOld: boolean;
  onRetry: () => void;
}) {
  if (isForbidden(error))
    return <ForbiddenNote what="the tenants" error={error} />;
  return (
    <ErrorAlert
      title={
        hasOld
          ? 'What is below is old: it could not be read again'
          : 'The tenants could not be read'
      }
      error={error}
      onRetry={onRetry}
    />
  );
}
