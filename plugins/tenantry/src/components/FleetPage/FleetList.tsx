import { useApi } from '@backstage/core-plugin-api';
import { fleetChannel } from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback } from 'react';
import { isForbidden } from '../../api/isForbidden';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { type FleetView, pageSize } from '../../fleet/fleetSearch';
import { useAnswer } from '../../hooks/useAnswer';
import { AnswerError } from '../common/AnswerError';
import { FleetCount } from './FleetCount';
import { FleetFilters } from './FleetFilters';
import { FleetNotes } from './FleetNotes';
import { FleetTable } from './FleetTable';

/** Tenants page by page, and what narrows them. */
export function FleetList({
  view,
  show,
}: {
  view: FleetView;
  show: (next: FleetView) => void;
}) {
  const api = useApi(tenantryApiRef);
  const ask = useCallback(() => {
    const { view: _view, ...query } = view;
    return api.fleet({ ...query, limit: pageSize });
  }, [api, view]);
  const { value: page, isOld, error, refresh } = useAnswer(ask, fleetChannel);
  return (
    <>
      {!(error && isForbidden(error)) && (
        <FleetFilters counts={page?.counts} view={view} show={show} />
      )}
      <FleetCount total={isOld || error ? undefined : page?.total} />
      {error && (
        <AnswerError
          what="the tenants"
          title="The tenants could not be read"
          error={error}
          hasOld={Boolean(page)}
          onRetry={refresh}
        />
      )}
      {page && <FleetNotes judging={page.judging} />}
      {(page || !error) && (
        <FleetTable page={page} isOld={isOld} view={view} show={show} />
      )}
    </>
  );
}
