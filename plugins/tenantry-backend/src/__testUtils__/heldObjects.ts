import {
  digestOf,
  policyKinds,
  reportKinds,
  reportOf,
  resourceOf,
} from '@tenantry/cluster';
import {
  registry,
  renderCluster,
  renderPlatform,
  renderTenant,
  type KubernetesObject,
} from '@tenantry/controls';
import { namespaceOf, type Fleet } from '@tenantry/model';

/**
 * What a cluster holds where everything is as the repository declares it, and was proved a moment ago.
 *
 * @param argoCd whether Argo CD runs there.
 */
export function heldObjects(
  fleet: Fleet,
  cluster: string,
  argoCd: boolean,
): KubernetesObject[] {
  const objects = [
    ...renderPlatform(fleet).objects,
    ...fleet.clusters.flatMap(each => renderCluster(each, fleet).objects),
    ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
  ]
    .filter(item =>
      item.cluster === undefined ? argoCd : item.cluster === cluster,
    )
    .map(({ object }) => object);
  const rules = digestOf(
    policyKinds.map(kind => [
      resourceOf(kind),
      objects.filter(object => object.kind === kind.kind),
    ]),
  );
  return [
    ...objects,
    ...namespacesOn(fleet, cluster).map(namespace => proof(namespace, rules)),
  ];
}

function namespacesOn({ tenants }: Fleet, cluster: string): string[] {
  return tenants.flatMap(({ metadata, spec }) =>
    spec.environments
      .filter(environment => environment.cluster === cluster)
      .map(environment => namespaceOf(metadata.name, environment)),
  );
}

/** One attack of each control was tried and refused. */
function proof(namespace: string, rules: string): KubernetesObject {
  return reportOf(
    {
      namespace,
      at: new Date().toISOString(),
      rules,
      results: registry.map(({ id }) => ({
        control: id,
        row: 'X01',
        title: 'an attack',
        route: 'in a Pod',
        verdict: 'refused',
        expected: [],
        request: { verb: 'create', resource: 'v1/pods' },
        actor: 'developer',
      })),
      elsewhere: [],
    },
    reportKinds[0],
  );
}
