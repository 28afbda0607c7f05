import { isForbidden } from '../../api/isForbidden';
import { ErrorAlert } from './ErrorAlert';
import { ForbiddenNote } from './ForbiddenNote';

export interface AnswerErrorProps {
  /** What was asked for, such as `this tenant`. */
  readonly what: string;
  /** Said where nothing is known of it, such as `The tenant could not be read`. */
  readonly title: string;
  readonly error: Error;
  /** Whether an older answer is shown below. */
  readonly hasOld: boolean;
  readonly onRetry: () => void;
}

/** Why a question got no answer: it may not be seen, or it can't be for the moment. */
export function AnswerError(props: AnswerErrorProps) {
  const { what, title, error, hasOld, onRetry } = props;
  if (isForbidden(error)) return <ForbiddenNote what={what} error={error} />;
  return (
    <ErrorAlert
      title={
        hasOld ? 'What is below is old: it could not be read again' : title
      }
      error={error}
      onRetry={onRetry}
    />
  );
}
