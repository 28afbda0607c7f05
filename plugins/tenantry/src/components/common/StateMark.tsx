import {
  RiAlertFill,
  RiCheckboxBlankCircleLine,
  RiCheckboxCircleFill,
  RiIndeterminateCircleLine,
  RiTimeLine,
} from '@remixicon/react';
import type { MarkState } from '../../posture/marks';
import styles from './StateMark.module.css';

const icons = {
  yes: RiCheckboxCircleFill,
  no: RiAlertFill,
  unknown: RiCheckboxBlankCircleLine,
  waiting: RiTimeLine,
  elsewhere: RiIndeterminateCircleLine,
} satisfies Record<MarkState, unknown>;

export interface StateMarkProps {
  readonly state: MarkState;
  /** The word beside the icon: a state is never told by colour alone. */
  readonly word: string;
  /** Why, on hover. */
  readonly reason?: string;
  /** Spoken before the word, where the column's heading is out of sight. */
  readonly label?: string;
  /** Whether narrow pages, which have no headings above columns, show the label. */
  readonly labelWhenNarrow?: boolean;
}

/** An icon and a word. Unknown is hollow and grey, whatever else is known. */
export function StateMark(props: StateMarkProps) {
  const { state, word, reason, label, labelWhenNarrow } = props;
  const Icon = icons[state];
  return (
    <span className={styles.mark} data-state={state} title={reason}>
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      {label && (
        <span className={styles.spoken} data-narrow={labelWhenNarrow}>
          {label}:{' '}
        </span>
      )}
      <span>{word}</span>
    </span>
  );
}
