import { Link } from '@backstage/ui';
import {
  controlStates,
  type ControlState,
  type FleetMatrix,
  type FleetMatrixRow,
} from '@tenantry/backstage-plugin-tenantry-common';
import { useLocation } from 'react-router-dom';
import { writeSearch } from '../../fleet/fleetSearch';
import { controlWords } from '../../fleet/fleetWords';
import { componentHeadings } from '../../posture/components';
import { StateMark } from '../common/StateMark';
import styles from './MatrixTable.module.css';

/** Controls by clusters: in how many environments each holds; every number leads to the tenants behind it. */
export function MatrixTable({ matrix }: { matrix: FleetMatrix }) {
  const { clusters, controls } = matrix;
  return (
    // A region that scrolls must be reachable with the keyboard.
    <div
      className={styles.frame}
      role="region"
      aria-label="Controls by cluster"
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className={styles.table}>
        <caption className={styles.caption}>
          Environments in which each control holds, drifts, or is unknown
        </caption>
        <thead>
          <tr>
            <th scope="col">Control</th>
            {clusters.map(({ name, environments, stale }) => (
              <th key={name} scope="col">
                {name}
                <span className={styles.note}>
                  {environments === 1
                    ? '1 environment'
                    : `${environments.toLocaleString()} environments`}
                  {stale > 0 && `, ${stale.toLocaleString()} stale`}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {groups(controls).map(({ component, rows }) => (
          <tbody key={component}>
            <tr>
              <th
                scope="rowgroup"
                colSpan={clusters.length + 1}
                className={styles.group}
              >
                {componentHeadings[component].title}
              </th>
            </tr>
            {rows.map(row => (
              <ControlRow key={row.control} row={row} clusters={clusters} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function ControlRow({
  row: { control, title, cells },
  clusters,
}: {
  row: FleetMatrixRow;
  clusters: FleetMatrix['clusters'];
}) {
  return (
    <tr>
      <th scope="row">
        {title}
        <span className={styles.note}>{control}</span>
      </th>
      {cells.map((cell, index) => (
        <td key={clusters[index].name}>
          {controlStates
            .filter(state => cell[state] > 0)
            .map(state => (
              <Count
                key={state}
                count={cell[state]}
                control={control}
                is={state}
                cluster={clusters[index].name}
              />
            ))}
        </td>
      ))}
    </tr>
  );
}

function Count({
  count,
  ...filter
}: {
  count: number;
  control: string;
  is: ControlState;
  cluster: string;
}) {
  const { pathname } = useLocation();
  const { mark, one, many } = controlWords[filter.is];
  return (
    <Link
      href={`${pathname}?${writeSearch({ view: 'list', ...filter })}`}
      className={styles.count}
      standalone
    >
      <StateMark
        state={mark}
        word={`${count.toLocaleString()} ${count === 1 ? one : many}`}
      />
      <span className={styles.spoken}>
        {`: ${filter.control} on ${filter.cluster}`}
      </span>
    </Link>
  );
}

/** In the order that they come in, which is that of the registry. */
function groups(controls: readonly FleetMatrixRow[]) {
  const components = [...new Set(controls.map(({ component }) => component))];
  return components.map(component => ({
    component,
    rows: controls.filter(control => control.component === component),
  }));
}
