import { Text } from '@backstage/ui';
import type { EnvironmentStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { useNow } from '../../hooks/useNow';
import { observedWords } from '../../posture/observedWords';
import { StateMark } from './StateMark';

/** That an environment isn't isolated, and by when it will be. Nothing where its rules are in force. */
export function ObservedNote({
  environment: { observed },
}: {
  environment: Pick<EnvironmentStatus, 'observed'>;
}) {
  const now = useNow(60_000);
  if (!observed) return null;
  const { title, reason } = observedWords(observed, now);
  return (
    <div>
      <StateMark state="no" word={title} />
      <Text as="p" variant="body-small" color="secondary">
        {reason}
      </Text>
    </div>
  );
}
