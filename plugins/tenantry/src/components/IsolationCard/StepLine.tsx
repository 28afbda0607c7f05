import {
  RiAlertFill,
  RiCheckLine,
  RiMoreLine,
  RiQuestionMark,
} from '@remixicon/react';
import type { Step } from '../../posture/steps';
import styles from './StepLine.module.css';

const icons = {
  done: RiCheckLine,
  waiting: RiMoreLine,
  failed: RiAlertFill,
  unknown: RiQuestionMark,
} satisfies Record<Step['state'], unknown>;

/** requested → merged → synced → proved. */
export function StepLine({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={styles.line} aria-label="How far it has come">
      {steps.map(({ id, state, word, reason }) => {
        const Icon = icons[state];
        return (
          <li
            key={id}
            className={styles.step}
            data-state={state}
            title={reason}
          >
            <span className={styles.dot}>
              <Icon size={13} aria-hidden="true" />
            </span>
            <span className={styles.name}>{id}</span>
            <span className={styles.word}>{word}</span>
          </li>
        );
      })}
    </ol>
  );
}
