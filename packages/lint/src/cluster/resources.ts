import { grants, platformKinds } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';

/** A resource as rights and rules name it: `apps`, `deployments`. */
export interface Resource {
  readonly group: string;
  readonly resource: string;
}

type Kind = Pick<KubernetesObject, 'apiVersion' | 'kind'>;

/** The group of `apps/v1`; empty for the core group. */
export function groupOf({ apiVersion }: Kind): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** The resource of a kind: as the registry has it, else as Kubernetes itself guesses it from the kind's name. */
export function resourceOf(object: Kind): Resource {
  const group = groupOf(object);
  const known = [...grants, ...platformKinds].find(
    kind =>
      kind.group === group &&
      kind.kind === object.kind &&
      !kind.resource.includes('/'),
  );
  return { group, resource: known?.resource ?? pluralOf(object.kind) };
}

function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/(s|x|ch)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? name.replace(/y$/, 'ies') : `${name}s`;
}

/** `pods`, `deployments.apps`: as quotas and refusals name a resource. */
export function nameOf({ group, resource }: Resource): string {
  return group ? `${resource}.${group}` : resource;
}
