import { Alert } from '@backstage/ui';
import { wordsOf } from './ErrorAlert';

/** What is shown of a tenant that somebody may not see. Nothing is wrong, so it is no alarm, and trying again is no use. */
export function ForbiddenNote({ error }: { error: Error }) {
  return (
    <Alert
      role="status"
      status="info"
      icon
      title="You may not see this tenant"
      description={wordsOf(error)}
    />
  );
}
