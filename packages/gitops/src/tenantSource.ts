import type { JsonMap } from '@tenantry/controls';
import { toYaml } from '@tenantry/controls';
import type { Environment, Tenant } from '@tenantry/model';

/** `tenant.yaml`: keys in the order people read them, lists that are empty left out. */
export function tenantSource({
  apiVersion,
  kind,
  metadata,
  spec,
}: Tenant): string {
  const { access } = spec;
  return toYaml({
    apiVersion,
    kind,
    metadata: { name: metadata.name },
    spec: {
      title: spec.title,
      owner: spec.owner,
      access: {
        admins: access.admins,
        developers: unlessEmpty(access.developers),
        viewers: unlessEmpty(access.viewers),
      },
      profile: spec.profile,
      size: spec.size,
      repositories: unlessEmpty(spec.repositories),
      environments: spec.environments.map(environmentSource),
      expires: spec.expires,
    },
  });
}

function environmentSource(environment: Environment): JsonMap {
  return {
    name: environment.name,
    cluster: environment.cluster,
    namespace: environment.namespace,
    observed: environment.observed && { until: environment.observed.until },
    profile: environment.profile,
    size: environment.size,
    hosts: unlessEmpty(environment.hosts),
    egress: unlessEmpty(
      environment.egress.map(({ cidr, host, ports }) => ({
        cidr,
        host,
        ports,
      })),
    ),
    peers: unlessEmpty(
      environment.peers.map(peer => ({
        tenant: peer.tenant,
        environment: peer.environment,
        ports: peer.ports,
      })),
    ),
  };
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
