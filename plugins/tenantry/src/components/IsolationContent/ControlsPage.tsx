import { Link, Text, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { useMemo, useState } from 'react';
import { clusterNoteWords } from '../../posture/clusterNote';
import { groupByComponent } from '../../posture/components';
import {
  countControls,
  filterGroups,
  type PostureFilter,
} from '../../posture/filter';
import { CloseRequest } from '../CloseRequest';
import { PullRequestBanner } from '../common/PullRequestBanner';
import { StaleNote } from '../common/StaleNote';
import { TimeAgo } from '../common/TimeAgo';
import { ComponentSection } from './ComponentSection';
import { EnvironmentHeads } from './EnvironmentHeads';
import styles from './ControlsPage.module.css';

const filters = [
  { id: 'all', word: 'All', nothing: 'No control is declared.' },
  {
    id: 'failing',
    word: 'Doesn’t hold',
    nothing: 'No control is known not to hold. See what is unknown, too.',
  },
  {
    id: 'unknown',
    word: 'Unknown',
    nothing: 'Nothing is unknown that a cluster can answer.',
  },
] as const satisfies readonly { id: PostureFilter; [key: string]: string }[];

/** Every control, what is known about it, and what isn't. */
export function ControlsPage({
  status,
  onRequestClosed,
}: {
  status: TenantStatus;
  onRequestClosed: () => void;
}) {
  const [filter, setFilter] = useState<PostureFilter>('all');
  const groups = useMemo(() => groupByComponent(status), [status]);
  const shown = filterGroups(groups, filter);
  const clusterNote = clusterNoteWords(status);
  return (
    <div className={styles.page}>
      {clusterNote && <p className={styles.note}>{clusterNote}</p>}
      {status.pullRequest && (
        <PullRequestBanner pullRequest={status.pullRequest}>
          {status.canCloseRequest && (
            <CloseRequest
              tenant={status}
              pullRequest={status.pullRequest}
              onClosed={onRequestClosed}
            />
          )}
        </PullRequestBanner>
      )}
      <header className={styles.head}>
        <ToggleButtonGroup
          aria-label="Which controls to show"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter]}
          onSelectionChange={keys => {
            const next = filters.find(({ id }) => keys.has(id));
            if (next) setFilter(next.id);
          }}
        >
          {filters.map(({ id, word }) => (
            <ToggleButton key={id} id={id}>
              {`${word} (${countControls(filterGroups(groups, id))})`}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Text variant="body-small" color="secondary">
          {status.profile} · {status.size} · checked{' '}
          <TimeAgo time={status.checkedAt} /> ·{' '}
          <Link
            href={status.folderUrl}
            target="_blank"
            rel="noopener noreferrer"
            variant="body-small"
          >
            files in Git
          </Link>
        </Text>
      </header>
      <StaleNote status={status} />
      {status.phase === 'requested' && (
        <p className={styles.note}>
          <strong>Nothing is in force yet:</strong> the tenant is only asked
          for. What is below is what its pull request would declare.
        </p>
      )}
      <EnvironmentHeads
        environments={status.environments}
        phase={status.phase}
      />
      {shown.map(group => (
        <ComponentSection key={group.component} group={group} />
      ))}
      {shown.length === 0 && (
        <Text color="secondary">
          {filters.find(({ id }) => id === filter)?.nothing}
        </Text>
      )}
    </div>
  );
}
