import { useEntity } from '@backstage/plugin-catalog-react';
import { Skeleton, Text } from '@backstage/ui';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';
import { useTenantStatus } from '../../hooks/useTenantStatus';
import { AnswerError } from '../common/AnswerError';
import { ControlsPage } from './ControlsPage';
import styles from './IsolationContent.module.css';

/** The tab: every control of a tenant, grouped by the shared component it protects. */
export function IsolationContent() {
  const { entity } = useEntity();
  const name = entity.metadata.annotations?.[tenantAnnotation];
  return (
    <div className={styles.content}>
      {name ? (
        <TenantControls name={name} />
      ) : (
        <Text color="secondary">
          {`This entity is no tenant: it has no annotation ${tenantAnnotation}.`}
        </Text>
      )}
    </div>
  );
}

function TenantControls({ name }: { name: string }) {
  const { status, error, loading, refresh } = useTenantStatus(name);
  return (
    <>
      {loading && (
        <div
          className={styles.waiting}
          role="status"
          aria-label="Reading the tenant's controls"
        >
          <Skeleton width="100%" height={72} />
          <Skeleton width="100%" height={200} />
          <Skeleton width="100%" height={200} />
        </div>
      )}
      {error && (
        <AnswerError
          what="this tenant"
          title="The tenant's controls could not be read"
          error={error}
          hasOld={Boolean(status)}
          onRetry={refresh}
        />
      )}
      {status && <ControlsPage status={status} onRequestClosed={refresh} />}
    </>
  );
}
