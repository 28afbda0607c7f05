import { Alert } from '@backstage/ui';
import { wordsOf } from './ErrorAlert';

export interface ForbiddenNoteProps {
  /** Such as `this tenant`. */
  readonly what: string;
  readonly error: Error;
}

/** What is shown in place of what somebody may not see. Nothing is wrong, so it is no alarm, and trying again is no use. */
export function ForbiddenNote({ what, error }: ForbiddenNoteProps) {
  return (
    <Alert
      role="status"
      status="info"
      icon
      title={`You may not see ${what}`}
      description={wordsOf(error)}
    />
  );
}
