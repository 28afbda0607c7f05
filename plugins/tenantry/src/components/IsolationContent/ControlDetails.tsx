import { RiShieldCheckLine } from '@remixicon/react';
import { columns, columnTitles } from '../../posture/columns';
import type { ControlRow } from '../../posture/components';
import { StateMark } from '../common/StateMark';
import { TimeAgo } from '../common/TimeAgo';
import { Yaml } from '../common/Yaml';
import styles from './ControlDetails.module.css';
import { DriftList } from './DriftList';

/** Behind one control: why it exists, what it stops, what is known per environment, and what it emits. */
export function ControlDetails({ row }: { row: ControlRow }) {
  const [first] = row.environments;
  if (!first) return null;
  const { why, stops } = first.status;
  return (
    <div className={styles.details}>
      <p className={styles.why}>{why}</p>
      {stops.length > 0 && (
        <div>
          <h4 className={styles.heading}>Attacks it stops</h4>
          <ul className={styles.attacks}>
            {stops.map(({ id, attempt }) => (
              <li key={id} className={styles.attack}>
                <RiShieldCheckLine
                  size={16}
                  aria-hidden="true"
                  className={styles.icon}
                />
                <code className={styles.id}>{id}</code>
                <span>{attempt}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {row.environments.map(environment => (
        <EnvironmentDetails
          key={environment.name}
          title={row.title}
          environment={environment}
        />
      ))}
    </div>
  );
}

type Environment = ControlRow['environments'][number];

function EnvironmentDetails(props: {
  title: string;
  environment: Environment;
}) {
  const { title, environment } = props;
  const { name, cluster, status } = environment;
  return (
    <section aria-label={`${name} on ${cluster}`}>
      <h4 className={styles.heading}>
        {name} <span className={styles.cluster}>on {cluster}</span>
      </h4>
      <Verdicts environment={environment} />
      <DriftList drift={status.posture.live.drift ?? []} />
      {status.emits.trim() && (
        <Yaml text={status.emits} label={`YAML of ${title} in ${name}`} />
      )}
    </section>
  );
}

function Verdicts({ environment }: { environment: Environment }) {
  const { status, marks } = environment;
  return (
    <dl className={styles.verdicts}>
      {columns.map(column => {
        const { state, reason, at } = status.posture[column];
        const { word, ...mark } = marks[column];
        const unknown = state === 'unknown';
        return (
          <div key={column} className={styles.verdict}>
            <dt>{columnTitles[column]}</dt>
            <dd>
              <StateMark
                {...mark}
                word={unknown ? `${word}: ${reason}` : word}
              />
              <span className={styles.reason}>
                {!unknown && reason}
                {at && (
                  <>
                    {' · '}
                    <TimeAgo time={at} />
                  </>
                )}
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
