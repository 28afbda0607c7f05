import { labels, managedBy, proverRoleName } from '@tenantry/controls';
import type { JsonMap, PartialObject } from '@tenantry/controls';
import type { Cast } from '../actors';
import { rulesFor } from '../rules';
import { policyResources } from './rulesDigest';
import { reportKinds } from './reports';

/**
 * Every right that proving needs: to be the actors, by name and by group and nobody else; to read which rules are
 * installed; and, with `reports`, to write the reports.
 */
export function proverRole(
  casts: readonly Cast[],
  { reports }: { readonly reports: boolean },
): PartialObject {
  const identities = casts.flatMap(({ insider: _, ...cast }) =>
    Object.values(cast),
  );
  const prefix = 'system:serviceaccount:';
  const isAccount = ({ user }: { user: string }) => user.startsWith(prefix);
  const people = identities.filter(identity => !isAccount(identity));
  const accounts = identities
    .filter(isAccount)
    .map(({ user }) => user.slice(prefix.length).split(':')[1]);
  const impersonate = (
    resource: string,
    names: readonly string[],
  ): JsonMap => ({
    apiGroups: [''],
    resources: [resource],
    resourceNames: [...new Set(names)].sort(),
    verbs: ['impersonate'],
  });
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {
      name: proverRoleName,
      labels: { [labels.managedBy]: managedBy },
    },
    rules: [
      impersonate(
        'users',
        people.map(({ user }) => user),
      ),
      impersonate(
        'groups',
        people.flatMap(({ groups }) => groups),
      ),
      impersonate('serviceaccounts', accounts),
      ...rulesFor(policyResources, ['list']),
      ...(reports
        ? reportKinds.map(({ apiVersion, resource }) => ({
            apiGroups: [apiVersion.split('/')[0]],
            resources: [resource],
            verbs: ['create', 'patch'],
          }))
        : []),
    ],
  };
}
