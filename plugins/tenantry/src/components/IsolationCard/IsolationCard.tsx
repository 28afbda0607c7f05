import { stringifyEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EntityInfoCard,
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { Badge, Link, Skeleton, Text } from '@backstage/ui';
import { tenantAnnotation } from '@tenantry/backstage-plugin-tenantry-common';
import { useTenantStatus } from '../../hooks/useTenantStatus';
import { AnswerError } from '../common/AnswerError';
import { TimeAgo } from '../common/TimeAgo';
import { CardBody } from './CardBody';
import styles from './IsolationCard.module.css';

/** The isolation of the tenant a catalog entity stands for, in the space of a card. */
export function IsolationCard() {
  const { entity } = useEntity();
  const name = entity.metadata.annotations?.[tenantAnnotation];
  if (!name) {
    return (
      <EntityInfoCard title="Isolation">
        <Text color="secondary">
          {`${stringifyEntityRef(
            entity,
          )} is no tenant: it has no annotation ${tenantAnnotation}.`}
        </Text>
      </EntityInfoCard>
    );
  }
  return <TenantCard name={name} />;
}

function TenantCard({ name }: { name: string }) {
  const { status, error, loading, refresh } = useTenantStatus(name);
  return (
    <EntityInfoCard
      className={styles.card}
      title={`Isolation of ${name}`}
      headerActions={
        status && (
          <div className={styles.facts}>
            <Badge>{status.profile}</Badge>
            <Badge>{status.size}</Badge>
            <Text variant="body-small" color="secondary">
              checked <TimeAgo time={status.checkedAt} />
            </Text>
          </div>
        )
      }
      footerActions={status && <CardLinks folderUrl={status.folderUrl} />}
    >
      {loading && <CardSkeleton />}
      {error && (
        <AnswerError
          what="this tenant"
          title="The tenant's state could not be read"
          error={error}
          hasOld={Boolean(status)}
          onRetry={refresh}
        />
      )}
      {status && <CardBody status={status} onRequestClosed={refresh} />}
    </EntityInfoCard>
  );
}

function CardLinks({ folderUrl }: { folderUrl: string }) {
  const { entity } = useEntity();
  const entityLink = useRouteRef(entityRouteRef);
  return (
    <div className={styles.links}>
      <Link href={folderUrl} target="_blank" rel="noopener noreferrer">
        Files in Git
      </Link>
      <Link href={`${entityLink(entityRouteParams(entity))}/isolation`}>
        Every control
      </Link>
    </div>
  );
}

function CardSkeleton() {
  return (
    <div
      className={styles.body}
      role="status"
      aria-label="Reading the tenant's state"
    >
      <Skeleton width="100%" height={56} />
      <Skeleton width="100%" height={40} />
      <Skeleton width="70%" height={40} />
    </div>
  );
}
