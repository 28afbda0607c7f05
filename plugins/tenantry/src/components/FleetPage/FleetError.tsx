import { Alert } from '@backstage/ui';
import { ErrorAlert, wordsOf } from '../common/ErrorAlert';

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
    return (
      <Alert
        role="alert"
        status="warning"
        icon
        title="You may not see other people’s tenants"
        description={`Ask whoever runs this portal for the right to. It said: ${wordsOf(
          error,
        )}`}
      />
    );
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

function isForbidden(error: Error): boolean {
  return 'statusCode' in error && error.statusCode === 403;
}
