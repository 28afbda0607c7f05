import { grants, groupOf, platformKinds, pluralOf } from '@tenantry/controls';
import type { KubernetesObject } from '@tenantry/controls';

/** A resource as rights and rules name it: `apps`, `deployments`. */
export interface Resource {
  readonly group: string;
  readonly resource: string;
}

const known = new Map(
  [...grants, ...platformKinds]
    .filter(({ resource }) => !resource.includes('/'))
    .map(({ group, kind, resource }) => [`${group}/${kind}`, resource]),
);

/** The resource of a kind: as the registry has it, else as Kubernetes itself guesses it from the kind's name. */
export function resourceOf(
  object: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
): Resource {
  const group = groupOf(object);
  const resource =
    known.get(`${group}/${object.kind}`) ?? pluralOf(object.kind);
  return { group, resource };
}

/** `pods`, `deployments.apps`: as quotas and refusals name a resource. */
export function nameOf({ group, resource }: Resource): string {
  return group ? `${resource}.${group}` : resource;
}
