import type { Cluster } from '@tenantry/model';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';
import type { JsonMap, PartialObject } from '../objects';
import { grantsOn, verbsOf } from './grants';
import { clusterRoleName } from './roleNames';
import type { RoleName } from './roleNames';
import { tenantRolesAttacks, withheldRights } from './tenant-roles.attacks';

/** A ClusterRole with what `grants` gives the role: no wildcard, no aggregation label. */
export function clusterRole(
  role: RoleName,
  { cluster }: ClusterContext,
): PartialObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: clusterRoleName(role) },
    rules: rulesOf(role, cluster),
  };
}

function rulesOf(role: RoleName, cluster: Cluster): JsonMap[] {
  const rules = new Map<
    string,
    { apiGroups: string[]; resources: string[]; verbs: readonly string[] }
  >();
  for (const { group, resource, verbs } of grantsOn(cluster)) {
    const access = verbs[role];
    if (!access) continue;
    const key = `${group}/${access}`;
    const rule = rules.get(key);
    if (rule) rule.resources.push(resource);
    else
      rules.set(key, {
        apiGroups: [group],
        resources: [resource],
        verbs: verbsOf[access],
      });
  }
  return [...rules.values()];
}

/**
 * Our own ClusterRoles, never the built-in `admin`, `edit` and `view`.
 *
 * Contributes: ClusterRoles tenantry-admin, tenantry-developer, tenantry-viewer, from the table in `grants.ts`.
 */
export const tenantRoles = defineControl({
  id: 'tenant-roles',
  title: 'Roles with exactly the rights a tenant needs',
  component: 'access',
  why: 'The built-in roles grow by aggregation: installing an operator, Kyverno among them, adds its rights to `admin` and `edit`. Ours are fixed lists without a wildcard.',
  references: [
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles',
  ],
  stops: [
    { id: 'R02', attempt: 'hold a wildcard, or escalate, bind, impersonate' },
    { id: 'R04', attempt: 'add rights to an aggregated ClusterRole' },
    { id: 'R05', attempt: "request another service account's token" },
    { id: 'R07', attempt: 'impersonate a service account' },
    { id: 'R08', attempt: 'exec into a pod with a read-only verb' },
    { id: 'R09', attempt: 'reach the kubelet or a pod through a proxy' },
    { id: 'R10', attempt: 'point Endpoints at foreign addresses' },
    { id: 'R12', attempt: 'delete everything of a kind at once' },
    { id: 'R13', attempt: 'have a certificate signed' },
    { id: 'R14', attempt: 'read cluster-scoped resources' },
    { id: 'Q04', attempt: 'flood the API server with events' },
  ],
  attacks: tenantRolesAttacks,
  withholds: withheldRights,
  cluster: context =>
    (['admin', 'developer', 'viewer'] as const).map(role =>
      clusterRole(role, context),
    ),
});
