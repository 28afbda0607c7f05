import type { EnvironmentStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { Text } from '@backstage/ui';
import { columns } from '../../posture/columns';
import type { Phase } from '../../posture/marks';
import { markOfSync } from '../../posture/syncWords';
import { ObservedNote } from '../common/ObservedNote';
import { QuotaBars } from '../common/QuotaBars';
import { StateMark } from '../common/StateMark';
import { SyncNote } from '../common/SyncNote';
import { TallyMark } from '../common/TallyMark';
import styles from './EnvironmentLine.module.css';

/** One environment: where it is, how far Argo CD has come, how many controls are declared, live and proved, and what it uses. */
export function EnvironmentLine({
  environment,
  phase,
}: {
  environment: EnvironmentStatus;
  phase: Phase;
}) {
  const { name, cluster, namespace, controls, synced } = environment;
  return (
    <li className={styles.line}>
      <div className={styles.place}>
        <Text weight="bold" truncate>
          {name}
        </Text>
        <Text
          variant="body-small"
          color="secondary"
          truncate
          title={`namespace ${namespace}`}
        >
          {cluster}
        </Text>
      </div>
      <span className={styles.mark}>
        <StateMark
          {...markOfSync(synced, phase)}
          label="Synced"
          reason={synced.reason}
        />
      </span>
      {columns.map(column => (
        <span key={column} className={styles.mark}>
          <TallyMark controls={controls} column={column} phase={phase} />
        </span>
      ))}
      <div className={styles.note}>
        <ObservedNote environment={environment} />
      </div>
      {phase === 'merged' && (
        <>
          <div className={styles.note}>
            <SyncNote synced={synced} />
          </div>
          <div className={styles.quota}>
            <QuotaBars environment={environment} />
          </div>
        </>
      )}
    </li>
  );
}
