import type { KindOfObject } from '@tenantry/controls';

/** The resource path of an object, such as `apps/v1/deployments`: named as the API server names kinds that say nothing else. */
export function resourceOf({ apiVersion, kind }: KindOfObject): string {
  return `${apiVersion}/${pluralOf(kind.toLowerCase())}`;
}

function pluralOf(kind: string): string {
  if (/(s|x|ch)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? kind.replace(/y$/, 'ies') : `${kind}s`;
}
