import {
  renderCluster,
  renderPlatform,
  renderTenant,
} from '@tenantry/controls';
import type { Control, PartialObject } from '@tenantry/controls';
import { insiderGroup } from '@tenantry/cluster';
import type { Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';

/** Everything that a cluster of the fleet holds, in the order in which it can be applied. */
export function clusterObjects(
  fleet: Fleet,
  cluster: string,
  controls: readonly Control[],
): PartialObject[] {
  const facts = fleet.clusters.find(
    ({ metadata }) => metadata.name === cluster,
  );
  if (!facts) throw new Error(`no cluster ${cluster}`);
  const perTenant = fleet.tenants.flatMap(tenant =>
    renderTenant(tenant, fleet, controls).objects.filter(
      object => object.cluster === cluster,
    ),
  );
  return [renderCluster(facts, fleet, controls).objects, perTenant].flatMap(
    rendered =>
      rendered
        .map(({ object }) => object)
        .sort((left, right) => rankOf(left) - rankOf(right)),
  );
}

/** What Argo CD holds of the fleet, with the namespaces that it is in. */
export function argoObjects(fleet: Fleet): PartialObject[] {
  const rendered = [
    ...renderPlatform(fleet).objects,
    ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
  ];
  const objects = rendered
    .filter(object => object.cluster === undefined)
    .map(({ object }) => object);
  const namespaces = new Set(
    objects.flatMap(({ metadata }) => metadata.namespace ?? []),
  );
  return [
    ...Array.from(namespaces, name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...objects,
  ];
}

/** Namespaces before what is in them, roles before bindings, policies before what they judge. */
function rankOf({ kind }: PartialObject): number {
  const order = ['Namespace', 'ClusterRole', 'RuntimeClass'];
  const rank = order.indexOf(kind);
  return rank < 0 ? order.length : rank;
}

const rbac = 'rbac.authorization.k8s.io';

/** Somebody with every right in the tenants' namespaces and on their Namespaces, so that rules are tried, not only roles. */
export function insiderObjects(stages: readonly Stage[]): PartialObject[] {
  const subjects = [{ apiGroup: rbac, kind: 'Group', name: insiderGroup }];
  const name = 'tenantry-insiders';
  return [
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRole',
      metadata: { name },
      rules: [
        {
          apiGroups: [''],
          resources: ['namespaces', 'namespaces/status', 'namespaces/finalize'],
          verbs: ['get', 'create', 'update', 'patch', 'delete'],
        },
      ],
    },
    {
      apiVersion: `${rbac}/v1`,
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name },
      subjects,
    },
    ...stages.map(({ namespace }) => ({
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
      subjects,
    })),
  ];
}
