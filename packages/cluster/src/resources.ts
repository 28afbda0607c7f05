import { pluralOf } from '@tenantry/controls';
import type { KindOfObject } from '@tenantry/controls';

/** The resource path of an object, such as `apps/v1/deployments`: named as the API server names kinds that say nothing else. */
export function resourceOf({ apiVersion, kind }: KindOfObject): string {
  return `${apiVersion}/${pluralOf(kind)}`;
}
