import { controlsFor, environmentContexts } from '@tenantry/controls';
import { API_VERSION, type Fleet, type Tenant } from '@tenantry/model';

/** Whether the cluster can give a profile to an environment that asks for nothing else. The controls decide. */
export function canGive(
  cluster: string,
  profile: string,
  fleet: Fleet,
): boolean {
  return environmentContexts(plainest(cluster, profile, fleet), fleet).every(
    context =>
      controlsFor(context).every(
        control => (control.unsatisfiable?.(context) ?? []).length === 0,
      ),
  );
}

function plainest(cluster: string, profile: string, fleet: Fleet): Tenant {
  return {
    apiVersion: API_VERSION,
    kind: 'Tenant',
    metadata: { name: 'anybody' },
    spec: {
      title: 'Anybody',
      owner: 'group:default/anybody',
      access: { admins: ['anybody'], developers: [], viewers: [] },
      profile,
      size: fleet.platform.spec.defaults.size,
      repositories: [],
      environments: [
        { name: 'dev', cluster, hosts: [], egress: [], peers: [] },
      ],
    },
  };
}
