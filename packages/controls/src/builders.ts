import { labels, sharedName } from './names';
import type { EnvironmentContext } from './control';
import type { Json, PartialObject } from './objects';

/** Labels and annotations of the environment's Namespace. */
export function namespaceMetadata(
  { namespace }: Pick<EnvironmentContext, 'namespace'>,
  metadata: {
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  },
): PartialObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, ...metadata },
  };
}

/** Entries of the environment's ResourceQuota. */
export function quota(
  { namespace }: EnvironmentContext,
  hard: Record<string, string>,
): PartialObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: sharedName, namespace },
    spec: { hard },
  };
}

/** A NetworkPolicy for every pod of the environment. */
export function networkPolicy(
  { namespace }: EnvironmentContext,
  name: string,
  spec: Record<string, Json>,
): PartialObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace },
    spec: { podSelector: {}, ...spec },
  };
}

const ofTenants = { key: labels.tenant, operator: 'Exists' } as const;

/** Selects every namespace that belongs to a tenant. */
export const tenantNamespaces = { matchExpressions: [ofTenants] } as const;

/** Selects those in which the rules are in force. */
export const enforcedNamespaces = {
  matchExpressions: [
    ofTenants,
    { key: labels.observed, operator: 'DoesNotExist' },
  ],
} as const;

/** Selects those in which the rules warn and refuse nothing. */
export const observedNamespaces = {
  matchExpressions: [ofTenants, { key: labels.observed, operator: 'Exists' }],
} as const;
