import { RiArrowRightSLine } from '@remixicon/react';
import { useId, useState } from 'react';
import { columns, columnTitles } from '../../posture/columns';
import type { ControlRow } from '../../posture/components';
import { StateMark } from '../common/StateMark';
import { ControlDetails } from './ControlDetails';
import styles from './ControlItem.module.css';

/** One control: its three answers in each environment; opened, everything behind them. */
export function ControlItem({ row }: { row: ControlRow }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className={styles.item}>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.title}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          <RiArrowRightSLine
            size={18}
            aria-hidden="true"
            className={styles.chevron}
          />
          <span>{row.title}</span>
        </button>
        <ul className={styles.environments}>
          {row.environments.map(({ name, cluster, status, marks }) => (
            <li key={name} className={styles.environment}>
              <span className={styles.name} title={`on ${cluster}`}>
                {name}
              </span>
              <span className={styles.summary}>{status.summary}</span>
              <span className={styles.marks}>
                {columns.map(column => (
                  <StateMark
                    key={column}
                    {...marks[column]}
                    reason={status.posture[column].reason}
                    label={columnTitles[column]}
                    labelWhenNarrow
                  />
                ))}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <div id={id} hidden={!open}>
        {open && <ControlDetails row={row} />}
      </div>
    </li>
  );
}
