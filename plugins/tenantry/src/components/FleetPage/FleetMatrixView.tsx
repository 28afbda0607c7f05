import { useApi } from '@backstage/core-plugin-api';
import { Skeleton, Text } from '@backstage/ui';
import { fleetChannel } from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback } from 'react';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { useAnswer } from '../../hooks/useAnswer';
import { AnswerError } from '../common/AnswerError';
import { FleetNotes } from './FleetNotes';
import { MatrixTable } from './MatrixTable';

/** Every control, cluster by cluster. */
export function FleetMatrixView() {
  const api = useApi(tenantryApiRef);
  const ask = useCallback(() => api.fleetMatrix(), [api]);
  const { value: matrix, error, refresh } = useAnswer(ask, fleetChannel);
  return (
    <>
      {error && (
        <AnswerError
          what="the tenants"
          title="The tenants could not be read"
          error={error}
          hasOld={Boolean(matrix)}
          onRetry={refresh}
        />
      )}
      {!matrix && !error && (
        <div role="status" aria-label="Reading the controls of all clusters">
          <Skeleton width="100%" height={320} />
        </div>
      )}
      {matrix && <FleetNotes judging={matrix.judging} />}
      {matrix && matrix.controls.length > 0 && <MatrixTable matrix={matrix} />}
      {matrix && matrix.controls.length === 0 && (
        <Text color="secondary">
          No environment has been looked at yet, so there is nothing to count.
        </Text>
      )}
    </>
  );
}
