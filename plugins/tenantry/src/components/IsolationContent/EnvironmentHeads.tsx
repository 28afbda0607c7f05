import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { Text } from '@backstage/ui';
import { columns } from '../../posture/columns';
import { ObservedNote } from '../common/ObservedNote';
import { QuotaBars } from '../common/QuotaBars';
import { TallyMark } from '../common/TallyMark';
import styles from './EnvironmentHeads.module.css';

/** Each environment once: where it is, what was chosen for it, how its controls stand, and what it uses. */
export function EnvironmentHeads({
  environments,
  phase,
}: Pick<TenantStatus, 'environments' | 'phase'>) {
  if (environments.length === 0) return null;
  return (
    <ul className={styles.heads} aria-label="Environments">
      {environments.map(environment => {
        const { name, cluster, namespace, profile, size, controls } =
          environment;
        return (
          <li key={name} className={styles.head}>
            <div className={styles.place}>
              <Text weight="bold">{name}</Text>
              <Text variant="body-small" color="secondary">
                {`on ${cluster}, namespace ${namespace} · ${profile} · ${size}`}
              </Text>
            </div>
            <ObservedNote environment={environment} />
            <div className={styles.marks}>
              {columns.map(column => (
                <TallyMark
                  key={column}
                  controls={controls}
                  column={column}
                  phase={phase}
                />
              ))}
            </div>
            {phase === 'merged' && <QuotaBars environment={environment} />}
          </li>
        );
      })}
    </ul>
  );
}
