import { annotations, isList, isMap } from '@tenantry/controls';
import type { Json, KubernetesObject } from '@tenantry/controls';
import {
  compareQuantities,
  egressCidrProblem,
  hostProblem,
} from '@tenantry/model';
import type { Environment, Port } from '@tenantry/model';
import { boundsOf } from './bounds';
import type { Bounds } from './bounds';
import type { Isolation } from './fit';
import { namespaceObject } from './groupTenants';
import { podSecurityOf } from './map/namespace';
import { isNetworkPolicy } from './map/network';
import { isBounding } from './map/resources';
import type { NamespaceIndex } from './network/namespaceIndex';
import { statementsOf } from './network/statements';
import type { Opening, PortRange, Statement } from './network/statements';
import type { FoundNamespace } from './read/readNamespaces';

/** What its quotas and limit ranges bound, the tightest of each; for all of them count. */
export function boundsIn({ objects }: FoundNamespace): Bounds {
  const bounds = new Map<string, string>();
  for (const { object } of objects)
    if (isBounding(object))
      for (const [name, quantity] of boundsOf(object) ?? []) {
        const before = bounds.get(name) ?? quantity;
        bounds.set(
          name,
          compareQuantities(quantity, before) < 0 ? quantity : before,
        );
      }
  return bounds;
}

/** How far it is isolated now. */
export function isolationOf(namespace: FoundNamespace): Isolation {
  const object = namespaceObject(namespace);
  const statements = statementsIn(namespace);
  const isClosed = statements.some(
    ({ says, direction, pods }) =>
      says === 'closed' && direction === 'Egress' && pods.length === 0,
  );
  const isWide = statements.some(
    statement =>
      statement.says === 'open' &&
      statement.direction === 'Egress' &&
      (statement.peer.sort === 'everyone' ||
        (statement.peer.sort === 'range' &&
          egressCidrProblem(statement.peer.cidr) !== undefined)),
  );
  return {
    podSecurity: object && podSecurityOf(object),
    egress: isClosed && !isWide ? 'allow-list' : 'internet',
  };
}

/** Host names that its routes and certificates name, as tenant files have them: without wildcards. */
export function hostsIn({ objects }: FoundNamespace): string[] {
  const named = objects.flatMap(({ object }) => hostsOf(object));
  return [
    ...new Set(named.map(host => host.toLowerCase().replace(/^\*\./, ''))),
  ]
    .filter(host => !hostProblem(host))
    .sort();
}

function hostsOf({ kind, spec, metadata }: KubernetesObject): string[] {
  if (kind === 'Namespace')
    return (metadata.annotations?.[annotations.hosts] ?? '').split(',');
  if (!isMap(spec)) return [];
  switch (kind) {
    case 'Ingress':
      return [
        ...itemsOf(spec.rules).flatMap(rule => textsOf([rule.host])),
        ...itemsOf(spec.tls).flatMap(entry => textsOf(entry.hosts)),
      ];
    case 'Certificate':
      return textsOf(spec.dnsNames);
    case 'HTTPRoute':
    case 'GRPCRoute':
      return textsOf(spec.hostnames);
    case 'Gateway':
    case 'ListenerSet':
      return itemsOf(spec.listeners).flatMap(({ hostname }) =>
        textsOf([hostname]),
      );
    default:
      return [];
  }
}

/** Ranges outside of the cluster that it opens for all its pods on named ports. */
export function egressIn(namespace: FoundNamespace): Environment['egress'] {
  const ports = new Map<string, Set<Port>>();
  for (const { peer, port } of openings(namespace, 'Egress')) {
    const number = portOf(port);
    if (peer.sort !== 'range' || number === undefined) continue;
    if (peer.except.length > 0 || egressCidrProblem(peer.cidr)) continue;
    ports.set(peer.cidr, (ports.get(peer.cidr) ?? new Set()).add(number));
  }
  return Array.from(ports, ([cidr, open]) => ({ cidr, ports: [...open] }));
}

/**
 * Environments of the input that it opens for all its pods on named ports.
 *
 * @param placeOf the tenant and environment that a namespace becomes.
 */
export function peersIn(
  namespace: FoundNamespace,
  index: NamespaceIndex,
  placeOf: (
    name: string,
  ) => { readonly tenant: string; readonly environment: string } | undefined,
): Environment['peers'] {
  const ports = new Map<
    string,
    { place: { tenant: string; environment: string }; open: Set<Port> }
  >();
  for (const { peer, port } of [
    ...openings(namespace, 'Ingress'),
    ...openings(namespace, 'Egress'),
  ]) {
    const number = portOf(port);
    if (peer.sort !== 'pods' || peer.namespaces === 'own') continue;
    if (number === undefined || peer.pods.length > 0) continue;
    const [only, ...others] = index.namesOf(peer.namespaces);
    const place =
      only !== undefined && others.length === 0 && only !== namespace.name
        ? placeOf(only)
        : undefined;
    if (!place) continue;
    const known = ports.get(only) ?? { place, open: new Set() };
    ports.set(only, known);
    known.open.add(number);
  }
  return Array.from(ports.values(), ({ place, open }) => ({
    ...place,
    ports: [...open],
  }));
}

export function statementsIn({ name, objects }: FoundNamespace): Statement[] {
  return objects
    .filter(({ object }) => isNetworkPolicy(object))
    .flatMap(({ object }) => statementsOf(object, name));
}

function openings(
  namespace: FoundNamespace,
  direction: Opening['direction'],
): Opening[] {
  return statementsIn(namespace).filter(
    (statement): statement is Opening =>
      statement.says === 'open' &&
      statement.direction === direction &&
      statement.pods.length === 0,
  );
}

/** A port as tenant files have it: a number, of one protocol. */
function portOf(port: 'all' | PortRange): Port | undefined {
  if (port === 'all' || typeof port.port !== 'number') return undefined;
  if (port.endPort !== undefined && port.endPort !== port.port)
    return undefined;
  return port.protocol === 'TCP' ? port.port : `${port.port}/${port.protocol}`;
}

function itemsOf(value: Json | undefined) {
  return isList(value) ? value.filter(isMap) : [];
}

function textsOf(
  value: readonly (Json | undefined)[] | Json | undefined,
): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}
