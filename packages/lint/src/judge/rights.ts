import { deployersNamespace, grantsOn } from '@tenantry/controls';
import { nameOf, resourceOf } from '../cluster/resources';
import type { Resource } from '../cluster/resources';
import type { Place } from '../cluster/place';
import { textAt } from '../value';
import type { ValueMap } from '../value';
import { error } from './violation';
import type { Violation } from './violation';

/** For whom the manifests are judged: what Argo CD deploys as, or somebody of the tenant. */
export type Applier = 'deployer' | 'admin' | 'developer';

/** What nobody may create there: kinds beyond the roles of the tenant, and objects of another namespace. */
export function rightViolations(
  object: ValueMap,
  applier: Applier,
  place: Place,
): Violation[] {
  const { namespace: own } = place.context;
  const resource = resourceOf({
    apiVersion: textAt(object, 'apiVersion') ?? '',
    kind: textAt(object, 'kind') ?? '',
  });
  const refusal = `${nameOf(
    resource,
  )} is forbidden: the tenant's ${applier} cannot create resource "${
    resource.resource
  }" in API group "${resource.group}"`;
  if (!mayCreate(resource, applier, place))
    return [error(withholderOf(resource, applier, place), refusal, ['kind'])];
  const namespace = textAt(object, 'metadata', 'namespace') || own;
  return namespace === own
    ? []
    : [
        error(
          keeperOf(namespace, applier),
          `${refusal} in the namespace "${namespace}"; this environment is ${own}`,
          ['metadata', 'namespace'],
        ),
      ];
}

function mayCreate(
  { group, resource }: Resource,
  applier: Applier,
  { context }: Place,
): boolean {
  return grantsOn(context.cluster).some(
    grant =>
      grant.group === group &&
      grant.resource === resource &&
      grant.verbs[applier] === 'write',
  );
}

/**
 * The control to which the refusal is put down, for the API server names none: the one that withholds the right by name,
 * from this role before others; the one about operators for kinds that Kubernetes itself doesn't have; else that of roles.
 */
function withholderOf(
  { group, resource }: Resource,
  applier: Applier,
  { controls }: Place,
): string {
  const withholding = controls.flatMap(({ id, withholds = [] }) =>
    withholds
      .filter(
        ({ apiGroups, resources, verbs }) =>
          apiGroups.includes(group) &&
          resources.includes(resource) &&
          verbs.includes('create'),
      )
      .map(({ role }) => ({ id, role })),
  );
  const found =
    withholding.find(({ role }) => role === applier) ?? withholding[0];
  const isForeign = group.includes('.') && !group.endsWith('.k8s.io');
  return found?.id ?? (isForeign ? 'extension-points' : 'tenant-roles');
}

/** The control that keeps the tenant out of a namespace: people are bound in their own, the deployer too. */
function keeperOf(namespace: string, applier: Applier): string {
  return applier === 'deployer' || namespace === deployersNamespace
    ? 'deployer'
    : 'role-bindings';
}
