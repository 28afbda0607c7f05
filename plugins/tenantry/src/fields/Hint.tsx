import {
  RiAlertFill,
  RiCheckboxCircleFill,
  RiInformationLine,
  RiLoader4Line,
} from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './Hint.module.css';

const icons = {
  good: RiCheckboxCircleFill,
  bad: RiAlertFill,
  note: RiInformationLine,
  busy: RiLoader4Line,
} as const;

export interface HintProps {
  readonly kind: keyof typeof icons;
  readonly id?: string;
  readonly children: ReactNode;
}

/** A line under an input: what is right, what is wrong, or what to know. Spoken when it changes. */
export function Hint({ kind, id, children }: HintProps) {
  const Icon = icons[kind];
  return (
    <p id={id} className={styles.hint} data-kind={kind} role="status">
      <Icon size={14} aria-hidden="true" className={styles.icon} />
      <span>{children}</span>
    </p>
  );
}
