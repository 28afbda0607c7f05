import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { Text } from '@backstage/ui';
import { clusterNoteWords } from '../../posture/clusterNote';
import { tenantSteps } from '../../posture/steps';
import { CloseRequest } from '../CloseRequest';
import { PullRequestBanner } from '../common/PullRequestBanner';
import { StaleNote } from '../common/StaleNote';
import styles from './IsolationCard.module.css';
import { EnvironmentLine } from './EnvironmentLine';
import { StepLine } from './StepLine';

/** What the card says once an answer is there. */
export function CardBody({
  status,
  onRequestClosed,
}: {
  status: TenantStatus;
  onRequestClosed: () => void;
}) {
  const { environments, pullRequest, phase } = status;
  const clusterNote = clusterNoteWords(status);
  return (
    <div className={styles.body}>
      <StaleNote status={status} />
      <StepLine steps={tenantSteps(status)} />
      {phase === 'requested' && (
        <Text color="secondary">
          Nothing is in force yet. The places below come into being when the
          pull request is merged.
        </Text>
      )}
      {environments.length === 0 ? (
        <Text color="secondary">
          No environment: this tenant has a name, but no place on any cluster.
        </Text>
      ) : (
        <ul className={styles.environments} aria-label="Environments">
          {environments.map(environment => (
            <EnvironmentLine
              key={environment.name}
              environment={environment}
              phase={phase}
            />
          ))}
        </ul>
      )}
      {pullRequest && (
        <PullRequestBanner pullRequest={pullRequest}>
          {status.canCloseRequest && (
            <CloseRequest
              tenant={status}
              pullRequest={pullRequest}
              onClosed={onRequestClosed}
            />
          )}
        </PullRequestBanner>
      )}
      {clusterNote && (
        <Text variant="body-small" color="secondary">
          {clusterNote}
        </Text>
      )}
    </div>
  );
}
