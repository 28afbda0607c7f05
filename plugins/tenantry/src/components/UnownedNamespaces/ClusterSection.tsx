import { Button, Card, Text } from '@backstage/ui';
import type { UnownedOnCluster } from '@tenantry/backstage-plugin-tenantry-common';
import { StateMark } from '../common/StateMark';
import { TimeAgo } from '../common/TimeAgo';
import styles from './ClusterSection.module.css';
import { NamespaceTable } from './NamespaceTable';

export interface ClusterSectionProps {
  readonly cluster: UnownedOnCluster;
  /** Asks for the next page. */
  more(cluster: string, offset: number): void;
}

/** One cluster: what nobody owns there, or why nobody knows. */
export function ClusterSection({ cluster, more }: ClusterSectionProps) {
  return (
    <Card>
      <section aria-label={cluster.cluster} className={styles.section}>
        <h2 className={styles.title}>
          {cluster.title} <code className={styles.name}>{cluster.cluster}</code>
        </h2>
        {cluster.state === 'read' ? (
          <Known cluster={cluster} more={more} />
        ) : (
          <Unknown cluster={cluster} />
        )}
      </section>
    </Card>
  );
}

type In<S extends UnownedOnCluster['state']> = Extract<
  UnownedOnCluster,
  { state: S }
>;

function Unknown({ cluster }: { cluster: In<'unreadable' | 'not connected'> }) {
  if (cluster.state === 'not connected')
    return (
      <StateMark state="unknown" word="unknown: the cluster is not connected" />
    );
  return (
    <div className={styles.unknown}>
      <StateMark state="unknown" word="unknown: the namespaces can’t be read" />
      <Text color="secondary">
        {cluster.reason}
        {cluster.at && (
          <>
            {' · last read '}
            <TimeAgo time={cluster.at} />
          </>
        )}
      </Text>
    </div>
  );
}

function Known({
  cluster: { cluster, total, namespaces, next, owned, platform, at },
  more,
}: {
  cluster: In<'read'>;
  more: ClusterSectionProps['more'];
}) {
  return (
    <>
      <Text color="secondary">
        {total === 0
          ? 'Every namespace has an owner'
          : `${total} ${total === 1 ? 'namespace' : 'namespaces'} without one`}
        {` · ${owned} of tenants · read `}
        <TimeAgo time={at} />
      </Text>
      {namespaces.length > 0 && (
        <NamespaceTable cluster={cluster} namespaces={namespaces} />
      )}
      {next !== undefined && (
        <Button
          size="small"
          variant="secondary"
          onPress={() => more(cluster, next)}
        >
          {`Show more (${namespaces.length} of ${total})`}
        </Button>
      )}
      <details className={styles.platform}>
        <summary>{`${platform.length} of the platform, not listed`}</summary>
        <p>{platform.join(', ') || 'none'}</p>
      </details>
    </>
  );
}
