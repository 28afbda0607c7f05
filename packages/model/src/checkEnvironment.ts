import { othersHolding } from './checkName';
import type { Cluster } from './cluster';
import { problemsAt, type Complaint } from './complaint';
import { forbiddenEgress } from './egressCidrs';
import type { Environment } from './environment';
import type { Fleet } from './fleet';
import { forbiddenOn, placeKey, type FleetIndex } from './fleetIndex';
import { hostAndAbove } from './hosts';
import { keptNamespaces } from './keptNamespaces';
import { namespaceOf } from './namespaces';
import { notOffered } from './offers';
import type { Path } from './paths';
import { platformHostTouching } from './platformHosts';
import type { Problem } from './problems';
import { quote } from './quote';
import type { Tenant } from './tenant';

/** One environment and everything it is checked against. */
export interface Subject {
  tenant: Tenant;
  environment: Environment;
  /** The environment's place in the tenant's list. */
  position: number;
  fleet: Fleet;
  index: FleetIndex;
}

/** What is wrong with one environment beside the platform, its cluster and the other tenants. */
export function checkEnvironment(subject: Subject): Problem[] {
  const { environment, fleet, index, position } = subject;
  const { profiles, sizes } = fleet.platform.spec;
  const { profile, size } = environment;
  const path = ['spec', 'environments', position];
  const cluster = index.clusters.get(environment.cluster);
  return [
    problemsAt(
      [...path, environment.namespace === undefined ? 'name' : 'namespace'],
      namespaceProblem(subject),
    ),
    problemsAt(
      [...path, 'profile'],
      profile ? notOffered('profile', profile, profiles) : undefined,
    ),
    problemsAt(
      [...path, 'size'],
      size ? notOffered('size', size, sizes) : undefined,
    ),
    hostProblems(subject, [...path, 'hosts']),
    peerProblems(subject, [...path, 'peers']),
    cluster
      ? egressProblems(subject, cluster, [...path, 'egress'])
      : problemsAt(
          [...path, 'cluster'],
          notOffered(
            'cluster',
            environment.cluster,
            Object.fromEntries(index.clusters),
          ),
        ),
  ].flat();
}

/** A namespace of a cluster belongs to one environment, whether it was adopted or made for it. */
function namespaceProblem(subject: Subject): Complaint | undefined {
  const { tenant, environment, index } = subject;
  const self = tenant.metadata.name;
  const namespace = namespaceOf(self, environment);
  const isAdopted = environment.namespace !== undefined;
  if (isKept(namespace, subject)) {
    return {
      message: isAdopted
        ? `${quote(namespace)} is the platform's own, which no tenant adopts`
        : `together with the tenant's name it gives the namespace ${quote(
            namespace,
          )}, which the platform reserves`,
    };
  }
  const [other] = othersHolding(
    index.namespaces,
    placeKey(environment.cluster, namespace),
    self,
  );
  return other
    ? {
        message: `${isAdopted ? '' : 'gives the namespace '}${quote(
          namespace,
        )}${isAdopted ? ' is' : ', which is'} the environment ${
          other.what
        } of the tenant ${other.tenant} already; choose another ${
          isAdopted ? 'namespace' : 'name'
        }`,
      }
    : undefined;
}

function isKept(
  namespace: string,
  { environment, fleet: { platform }, index }: Subject,
): boolean {
  const cluster = index.clusters.get(environment.cluster);
  return (
    platform.spec.reservedNames.includes(namespace) ||
    (cluster !== undefined && keptNamespaces(cluster, platform).has(namespace))
  );
}

/** A host belongs to one tenant with everything below it, on all clusters. */
function hostProblems(subject: Subject, path: Path): Problem[] {
  const { tenant, environment, fleet, index } = subject;
  const self = tenant.metadata.name;
  return environment.hosts.flatMap((host, position) => {
    const platforms = platformHostTouching(host, fleet);
    const [above] = hostAndAbove(host).flatMap(name =>
      othersHolding(index.hosts, name, self),
    );
    const [below] = othersHolding(index.hostsBelow, host, self);
    const other = above ?? below;
    return [
      ...problemsAt(
        [...path, position],
        platforms && {
          message: `${host} belongs to the platform${platforms.why}`,
        },
      ),
      ...problemsAt(
        [...path, position],
        other && {
          message: `${host} belongs to the tenant ${other.tenant}, which holds ${other.what}; a host, what is above it and what is below belong to one tenant`,
        },
      ),
    ];
  });
}

function peerProblems(subject: Subject, path: Path): Problem[] {
  const { tenant, environment, index } = subject;
  const self = tenant.metadata.name;
  return environment.peers.flatMap((peer, position) => {
    if (peer.tenant === self && peer.environment === environment.name) {
      return problemsAt([...path, position], {
        message:
          'names the environment itself, inside which everything talks already; leave it out',
      });
    }
    const other =
      peer.tenant === self ? tenant : index.tenants.get(peer.tenant);
    const target = other?.spec.environments.find(
      ({ name }) => name === peer.environment,
    );
    if (peer.tenant === self && !target) {
      return problemsAt([...path, position, 'environment'], {
        message: `${self} has no environment ${quote(
          peer.environment,
        )}; it has ${tenant.spec.environments
          .map(({ name }) => name)
          .join(', ')}`,
      });
    }
    return target && target.cluster !== environment.cluster
      ? problemsAt([...path, position], {
          message: `${peer.tenant}/${peer.environment} runs on the cluster ${target.cluster}, not on ${environment.cluster}; peers share a cluster, other clusters are reached by egress`,
        })
      : [];
  });
}

/** Destinations that would lead back into the cluster, or to what serves everybody. */
function egressProblems(
  { environment, fleet }: Subject,
  cluster: Cluster,
  path: Path,
): Problem[] {
  const forbidden = forbiddenOn(cluster, fleet.platform);
  return environment.egress.flatMap((rule, position) =>
    problemsAt(
      [...path, position, 'cidr'],
      rule.cidr === undefined
        ? undefined
        : forbiddenEgress(rule.cidr, forbidden),
    ),
  );
}
