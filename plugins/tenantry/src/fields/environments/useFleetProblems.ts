import { useApi } from '@backstage/core-plugin-api';
import type { Problem } from '@tenantry/model';
import { useEffect, useState } from 'react';
import { previewOf } from '../../api/previewRequest';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { environmentProblems } from './environmentProblems';

const PAUSE_MILLISECONDS = 500;

/**
 * What only the backend can say against the environments: a host name somebody else holds, a range a cluster uses
 * itself. Asked in a pause of typing, once the model has nothing to say.
 */
export function useFleetProblems(
  formData: Record<string, unknown>,
  worthAsking: boolean,
): readonly Problem[] {
  const api = useApi(tenantryApiRef);
  const [found, setFound] = useState<{
    environments: string;
    problems: readonly Problem[];
  }>();
  const request = JSON.stringify(formData);
  const environments = JSON.stringify(formData.environments);

  useEffect(() => {
    if (!worthAsking) return undefined;
    let abandoned = false;
    const timer = setTimeout(() => {
      previewOf(api, JSON.parse(request)).then(
        preview =>
          !abandoned &&
          setFound({ environments, problems: environmentProblems(preview) }),
        // The last page says what keeps the preview from being made; here it is only a help.
        () => {},
      );
    }, PAUSE_MILLISECONDS);
    return () => {
      abandoned = true;
      clearTimeout(timer);
    };
  }, [api, request, environments, worthAsking]);

  return worthAsking && found?.environments === environments
    ? found.problems
    : [];
}
