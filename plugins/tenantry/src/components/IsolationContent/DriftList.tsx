import type { Drift } from '@tenantry/controls';
import { TimeAgo } from '../common/TimeAgo';
import styles from './DriftList.module.css';

/** What a cluster holds that isn't as declared, field by field. */
export function DriftList({ drift }: { drift: readonly Drift[] }) {
  if (drift.length === 0) return null;
  return (
    <table className={styles.drift}>
      <thead>
        <tr>
          <th scope="col">Not as declared</th>
          <th scope="col">Declared</th>
          <th scope="col">On the cluster</th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {drift.map(({ object, field, declared, live, by }) => (
          <tr key={`${object} ${field}`}>
            <th scope="row">
              {object} {field && <code className={styles.field}>{field}</code>}
            </th>
            <td>{field ? <Value value={declared} /> : 'the whole object'}</td>
            <td>
              <Value value={live} />
            </td>
            <td>
              {by ? (
                <>
                  by <code>{by.manager}</code>
                  {by.at && (
                    <>
                      {' '}
                      <TimeAgo time={by.at} />
                    </>
                  )}
                </>
              ) : (
                'the cluster doesn’t tell by whom'
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: Drift['live'] }) {
  const nothing =
    value === undefined || (Array.isArray(value) && value.length === 0);
  return nothing ? (
    <span className={styles.nothing}>nothing</span>
  ) : (
    <code className={styles.value}>{JSON.stringify(value)}</code>
  );
}
