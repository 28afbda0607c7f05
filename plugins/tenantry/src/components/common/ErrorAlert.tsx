import { Alert, Button } from '@backstage/ui';
import { ResponseError } from '@backstage/errors';

export interface ErrorAlertProps {
  /** What could not be done. */
  readonly title: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}

/** What went wrong in the backend's own words, and a way to try again. */
export function ErrorAlert({ title, error, onRetry }: ErrorAlertProps) {
  return (
    <Alert
      role="alert"
      status="danger"
      icon
      title={title}
      description={wordsOf(error)}
      customActions={
        onRetry && (
          <Button size="small" variant="secondary" onPress={onRetry}>
            Try again
          </Button>
        )
      }
    />
  );
}

/** The backend's own message, without the envelope of the call. */
export function wordsOf(error: Error): string {
  return error.name === 'ResponseError' && isCaused(error)
    ? error.cause.message
    : error.message;
}

function isCaused(error: Error): error is ResponseError {
  return 'cause' in error && error.cause instanceof Error;
}
