import type { ControlChange, Plan } from '@tenantry/controls';
import {
  RiAddLine,
  RiArrowDownLine,
  RiArrowUpLine,
  RiEqualLine,
  RiForbid2Line,
  RiPencilLine,
  RiSubtractLine,
} from '@remixicon/react';
import { Fragment } from 'react';
import { planGroups } from './planRows';
import styles from './PlanTable.module.css';
import { Section } from './Section';

const changes = {
  added: { Icon: RiAddLine, word: 'new' },
  removed: { Icon: RiSubtractLine, word: 'removed' },
  tightened: { Icon: RiArrowUpLine, word: 'tightened' },
  loosened: { Icon: RiArrowDownLine, word: 'loosened' },
  changed: { Icon: RiPencilLine, word: 'changed' },
  unchanged: { Icon: RiEqualLine, word: 'unchanged' },
} satisfies Record<ControlChange['change'], unknown>;

/** The plan, control by control: what each environment gets. */
export function PlanTable({ plan }: { plan: Plan }) {
  const groups = planGroups(plan);
  const controls = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  if (controls === 0) return null;
  return (
    <Section
      title="The plan"
      aside={`${controls} controls, by what they protect`}
    >
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Control</th>
              {plan.environments.map(({ environment, cluster, namespace }) => (
                <th scope="col" key={environment} title={namespace}>
                  {environment}
                  <span className={styles.cluster}>{cluster}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ component, title, rows }) => (
              <Fragment key={component}>
                <tr>
                  <th
                    scope="colgroup"
                    colSpan={plan.environments.length + 1}
                    className={styles.component}
                  >
                    {title}
                  </th>
                </tr>
                {rows.map(row => (
                  <tr key={row.control}>
                    <th scope="row" className={styles.control}>
                      {row.title}
                    </th>
                    {row.cells.map((cell, index) => (
                      <td key={index}>
                        {cell ? <Change change={cell} /> : <NotHere />}
                      </td>
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Change({ change }: { change: ControlChange }) {
  const { before, after, unavailable } = change;
  if (unavailable) return <NotAvailable reason={unavailable} />;
  const { Icon, word } = changes[change.change];
  return (
    <span className={styles.change} data-change={change.change}>
      <Icon size={14} aria-hidden="true" className={styles.icon} />
      <span>
        <span className={styles.word}>{word}</span>
        {before && before !== after && <del>{before}</del>}
        {after && <span>{after}</span>}
      </span>
    </span>
  );
}

function NotAvailable({ reason }: { reason: string }) {
  return (
    <span className={styles.change} data-change="unchanged">
      <RiForbid2Line size={14} aria-hidden="true" className={styles.icon} />
      <span>{reason}</span>
    </span>
  );
}

function NotHere() {
  return <span className={styles.none}>not needed here</span>;
}
