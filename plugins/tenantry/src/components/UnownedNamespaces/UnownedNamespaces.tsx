import { Button, Container, Skeleton, Text } from '@backstage/ui';
import { useUnowned } from '../../hooks/useUnowned';
import { AnswerError } from '../common/AnswerError';
import { StaleNote } from '../common/StaleNote';
import { TimeAgo } from '../common/TimeAgo';
import { ClusterSection } from './ClusterSection';
import styles from './UnownedNamespaces.module.css';

/** The page: on each cluster, the namespaces that no tenant owns. */
export function UnownedNamespaces() {
  const { unowned, error, loading, refresh, more } = useUnowned();
  return (
    <Container>
      <div className={styles.page}>
        <header className={styles.head}>
          <Text as="p" color="secondary">
            Namespaces that no tenant’s file names, and that aren’t the
            platform’s own. Tenantry keeps no guard-rail up in them.
          </Text>
          <div className={styles.facts}>
            {unowned && (
              <Text variant="body-small" color="secondary">
                checked <TimeAgo time={unowned.checkedAt} />
              </Text>
            )}
            <Button size="small" variant="secondary" onPress={refresh}>
              Read again
            </Button>
          </div>
        </header>
        {loading && (
          <div role="status" aria-label="Reading the namespaces">
            <Skeleton width="100%" height={160} />
          </div>
        )}
        {error && (
          <AnswerError
            what="these namespaces"
            title="The namespaces could not be read"
            error={error}
            hasOld={Boolean(unowned)}
            onRetry={refresh}
          />
        )}
        {unowned && <StaleNote status={unowned} />}
        {unowned?.clusters.length === 0 && (
          <Text color="secondary">The repository has no cluster.</Text>
        )}
        {unowned?.clusters.map(cluster => (
          <ClusterSection key={cluster.cluster} cluster={cluster} more={more} />
        ))}
      </div>
    </Container>
  );
}
