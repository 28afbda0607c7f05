import { createRouteRef } from '@backstage/frontend-plugin-api';

/** The isolation tab of an entity page. */
export const isolationContentRouteRef = createRouteRef();
