import type { EnvironmentStatus } from '@tenantry/backstage-plugin-tenantry-common';
import { RiAlertLine } from '@remixicon/react';
import {
  amountsInWords,
  fullnessWord,
  gaugeTitle,
} from '../../posture/quotaWords';
import { StateMark } from './StateMark';
import styles from './QuotaBars.module.css';

type Bar = EnvironmentStatus['quota'][number];

/** How much of its quota an environment uses; what isn't known has a reason in place of a bar. */
export function QuotaBars({
  environment,
}: {
  environment: Pick<EnvironmentStatus, 'name' | 'quota'>;
}) {
  const { name, quota } = environment;
  const [first] = quota;
  if (!first) return null;
  const alike = quota.every(
    bar =>
      bar.state === 'unknown' &&
      first.state === 'unknown' &&
      bar.reason === first.reason,
  );
  return (
    <ul className={styles.bars} aria-label={`Quota of ${name}`}>
      {alike ? (
        <UnknownBar bar={{ ...first, title: 'Quota use' }} />
      ) : (
        quota.map(bar =>
          bar.state === 'known' ? (
            <KnownBar key={bar.title} bar={bar} environment={name} />
          ) : (
            <UnknownBar key={bar.title} bar={bar} />
          ),
        )
      )}
    </ul>
  );
}

function KnownBar({
  bar: { title, entry, fraction, ...amounts },
  environment,
}: {
  bar: Extract<Bar, { state: 'known' }>;
  environment: string;
}) {
  const { used, hard } = amountsInWords(amounts.used, amounts.hard);
  const name = gaugeTitle(title, entry);
  const word = fullnessWord(fraction);
  const percent = Math.floor(fraction * 100);
  return (
    <li className={styles.bar} data-full={word !== undefined} title={entry}>
      <span className={styles.title}>{name}</span>
      <div
        role="meter"
        className={styles.meter}
        aria-label={`${name} of ${environment}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(percent, 100)}
        aria-valuetext={[`${used} of ${hard}`, `${percent} %`, word]
          .filter(Boolean)
          .join(', ')}
      >
        <div
          className={styles.filled}
          style={{ width: `${Math.min(percent, 100)}%` }}
        />
      </div>
      <span className={styles.amount}>
        {used} of {hard}
      </span>
      {word && (
        <span className={styles.word}>
          <RiAlertLine size={14} aria-hidden="true" />
          {word}
        </span>
      )}
    </li>
  );
}

function UnknownBar({ bar }: { bar: Bar }) {
  return (
    <li className={styles.unknown}>
      <StateMark state="unknown" word={`${bar.title} unknown`} />
      {bar.state === 'unknown' && (
        <span className={styles.reason}>{bar.reason}</span>
      )}
    </li>
  );
}
