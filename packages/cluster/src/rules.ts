import type { JsonMap } from '@tenantry/controls';

/** Rules of a ClusterRole, one an API group, that give these verbs on resources such as `apps/v1/deployments`. */
export function rulesFor(
  resources: readonly string[],
  verbs: readonly string[],
): JsonMap[] {
  const groups = new Map<string, Set<string>>();
  for (const resource of resources) {
    const parts = resource.split('/');
    const [group, plural] =
      parts[0] === 'v1' ? ['', parts[1]] : [parts[0], parts[2]];
    groups.set(group, (groups.get(group) ?? new Set()).add(plural));
  }
  return Array.from(groups, ([group, plurals]) => ({
    apiGroups: [group],
    resources: [...plurals],
    verbs: [...verbs],
  }));
}
