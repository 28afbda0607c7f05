import {
  RiQuestionLine,
  RiTimeLine,
  RiUserUnfollowLine,
} from '@remixicon/react';
import type { UnownedOnCluster } from '@tenantry/backstage-plugin-tenantry-common';
import { TimeAgo } from '../common/TimeAgo';
import styles from './NamespaceTable.module.css';

type Namespace = Extract<
  UnownedOnCluster,
  { state: 'read' }
>['namespaces'][number];

const standings = {
  orphan: { word: 'orphan', Icon: RiUserUnfollowLine },
  undecided: { word: 'undecided', Icon: RiTimeLine },
  nobodys: { word: 'nobody’s', Icon: RiQuestionLine },
} satisfies Record<Namespace['standing'], { word: string; Icon: unknown }>;

/** A row for each namespace: why it has no owner, how old it is, and what its labels say. */
export function NamespaceTable({
  cluster,
  namespaces,
}: {
  cluster: string;
  namespaces: readonly Namespace[];
}) {
  return (
    <table
      className={styles.table}
      aria-label={`Namespaces of ${cluster} that nobody owns`}
    >
      <thead>
        <tr>
          <th scope="col">Namespace</th>
          <th scope="col">Why</th>
          <th scope="col">Made</th>
          <th scope="col">Labels</th>
        </tr>
      </thead>
      <tbody>
        {namespaces.map(namespace => (
          <Row key={namespace.name} namespace={namespace} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ namespace }: { namespace: Namespace }) {
  const { name, standing, reason, owner, createdAt, deletedAt, labels } =
    namespace;
  const { word, Icon } = standings[standing];
  return (
    <tr>
      <th scope="row" className={styles.name}>
        {name}
      </th>
      <td>
        <span className={styles.standing} data-standing={standing}>
          <Icon size={16} aria-hidden="true" />
          {word}
        </span>
        <span className={styles.reason}>
          {owner ? `${reason}; its owner was ${owner}` : reason}
        </span>
      </td>
      <td>
        {createdAt ? <TimeAgo time={createdAt} /> : 'unknown'}
        {deletedAt && (
          <span className={styles.reason}>
            being deleted, asked <TimeAgo time={deletedAt} />
          </span>
        )}
      </td>
      <td>
        <ul className={styles.labels}>
          {Object.entries(labels).map(([key, value]) => (
            <li key={key}>
              <code>{`${key}=${value}`}</code>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}
