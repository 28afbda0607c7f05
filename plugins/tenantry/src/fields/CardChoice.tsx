import { type ReactNode, useId } from 'react';
import styles from './CardChoice.module.css';

export interface CardOption {
  readonly value: string;
  readonly title: string;
  readonly badge?: string;
  readonly summary?: string;
  readonly children?: ReactNode;
}

export interface CardChoiceProps {
  readonly options: readonly CardOption[];
  readonly value: string | undefined;
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
}

/** Radio buttons as cards that say what they give. The arrow keys move between them, as between any radio buttons. */
export function CardChoice(props: CardChoiceProps) {
  const { options, value, onChange, disabled } = props;
  const id = useId();
  return (
    <div className={styles.cards}>
      {options.map(option => (
        <div
          key={option.value}
          className={styles.card}
          data-chosen={option.value === value}
        >
          <label className={styles.head}>
            <input
              type="radio"
              className={styles.radio}
              name={id}
              value={option.value}
              checked={option.value === value}
              disabled={disabled}
              onChange={() => onChange(option.value)}
              aria-describedby={`${id}-${option.value}`}
            />
            <span className={styles.title}>{option.title}</span>
            {option.badge && (
              <span className={styles.badge}>{option.badge}</span>
            )}
          </label>
          <div id={`${id}-${option.value}`} className={styles.body}>
            {option.summary && (
              <p className={styles.summary}>{option.summary}</p>
            )}
            {option.children}
          </div>
        </div>
      ))}
    </div>
  );
}
