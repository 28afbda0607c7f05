import { isList, isMap } from '@tenantry/controls';
import type { Json, JsonMap, KubernetesObject } from '@tenantry/controls';
import { cidrsOverlap, subtractCidrs } from '@tenantry/model';
import { eachOnce } from '../eachOnce';
import { selectorOf, selectsAllOf } from './selector';
import type { Selector } from './selector';

export type Direction = 'Ingress' | 'Egress';

/** Who is at the other end. `everyone` is what a rule without a list of peers says. */
export type Peer =
  | { readonly sort: 'everyone' }
  | {
      readonly sort: 'pods';
      /** `own`: the policy's own namespace. */
      readonly namespaces: 'own' | Selector;
      readonly pods: Selector;
    }
  | {
      readonly sort: 'range';
      readonly cidr: string;
      readonly except: readonly string[];
    };

/** Ports of a rule; without a number, all of the protocol. */
export interface PortRange {
  readonly protocol: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

/** A NetworkPolicy only ever says two things: that pods are closed in a direction, and what is open all the same. */
export type Statement =
  | {
      readonly says: 'closed';
      readonly direction: Direction;
      readonly pods: Selector;
    }
  | Opening;

export interface Opening {
  readonly says: 'open';
  readonly direction: Direction;
  readonly pods: Selector;
  readonly peer: Peer;
  readonly port: 'all' | PortRange;
}

const nameLabel = 'kubernetes.io/metadata.name';

/**
 * What a NetworkPolicy says, each thing once, whatever it is called and however it is written: defaults of the API server
 * are filled in, and every peer and port of a rule is a statement of its own.
 *
 * @param namespace of the policy: a peer that asks for this name is its own pods.
 */
export function statementsOf(
  policy: KubernetesObject,
  namespace: string,
): Statement[] {
  const spec: JsonMap = isMap(policy.spec) ? policy.spec : {};
  const pods = selectorOf(spec.podSelector);
  const statements = typesOf(spec).flatMap((direction): Statement[] => {
    const [rules, list] =
      direction === 'Ingress'
        ? [listOf(spec.ingress), 'from']
        : [listOf(spec.egress), 'to'];
    return [
      { says: 'closed', direction, pods },
      ...rules.flatMap(rule => {
        const given = isMap(rule) ? rule : {};
        const peers = listOf(given[list]);
        const ports = listOf(given.ports);
        return (
          peers.length > 0
            ? peers.map(peer => peerOf(peer, namespace))
            : [{ sort: 'everyone' } as const]
        ).flatMap(peer =>
          (ports.length > 0 ? ports.map(portOf) : ['all' as const]).map(
            (port): Opening => ({
              says: 'open',
              direction,
              pods,
              peer,
              port,
            }),
          ),
        );
      }),
    ];
  });
  return eachOnce(statements);
}

/** Names of namespaces that a selector means now, where they are known. */
export type NamesOf = (selector: Selector) => readonly string[] | undefined;

/**
 * Whether one statement says at least what the other does.
 *
 * @param namesOf tells two selectors apart by what they select now, where neither contains the other by its words.
 */
export function saysAllOf(
  wide: Statement,
  narrow: Statement,
  namesOf: NamesOf = () => undefined,
): boolean {
  if (wide.says !== narrow.says || wide.direction !== narrow.direction)
    return false;
  if (!selectsAllOf(wide.pods, narrow.pods)) return false;
  return (
    wide.says === 'closed' ||
    narrow.says === 'closed' ||
    (peerCovers(wide.peer, narrow.peer, namesOf) &&
      portCovers(wide.port, narrow.port))
  );
}

function peerCovers(wide: Peer, narrow: Peer, namesOf: NamesOf): boolean {
  if (wide.sort === 'everyone') return true;
  if (wide.sort === 'range' && narrow.sort === 'range')
    return (
      JSON.stringify(wide) === JSON.stringify(narrow) ||
      (cidrsOverlap(wide.cidr, narrow.cidr) &&
        subtractCidrs(addressesOf(narrow), addressesOf(wide)).length === 0)
    );
  if (wide.sort !== 'pods' || narrow.sort !== 'pods') return false;
  return (
    selectsAllOf(wide.pods, narrow.pods) &&
    namespacesCover(wide.namespaces, narrow.namespaces, namesOf)
  );
}

function addressesOf({
  cidr,
  except,
}: Extract<Peer, { sort: 'range' }>): string[] {
  return subtractCidrs([cidr], except);
}

function namespacesCover(
  wide: 'own' | Selector,
  narrow: 'own' | Selector,
  namesOf: NamesOf,
): boolean {
  if (wide === 'own') return narrow === 'own';
  if (narrow === 'own') return wide.length === 0;
  if (selectsAllOf(wide, narrow)) return true;
  const [more, less] = [namesOf(wide), namesOf(narrow)];
  return (
    more !== undefined &&
    less !== undefined &&
    less.length > 0 &&
    less.every(name => more.includes(name))
  );
}

function portCovers(
  wide: 'all' | PortRange,
  narrow: 'all' | PortRange,
): boolean {
  if (wide === 'all') return true;
  if (narrow === 'all' || wide.protocol !== narrow.protocol) return false;
  if (wide.port === undefined) return true;
  if (typeof wide.port === 'string' || typeof narrow.port !== 'number')
    return wide.port === narrow.port;
  const [first, last] = [wide.port, wide.endPort ?? wide.port];
  return first <= narrow.port && (narrow.endPort ?? narrow.port) <= last;
}

/** Without `policyTypes`, a policy is for Ingress, and for Egress where it has such rules. */
function typesOf(spec: JsonMap): Direction[] {
  const types = listOf(spec.policyTypes);
  if (types.length > 0)
    return (['Ingress', 'Egress'] as const).filter(type =>
      types.includes(type),
    );
  return listOf(spec.egress).length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

function peerOf(peer: Json, own: string): Peer {
  if (!isMap(peer)) return { sort: 'everyone' };
  if (isMap(peer.ipBlock))
    return {
      sort: 'range',
      cidr: String(peer.ipBlock.cidr),
      except: listOf(peer.ipBlock.except).map(String).sort(),
    };
  const pods = selectorOf(peer.podSelector);
  if (!isMap(peer.namespaceSelector))
    return { sort: 'pods', namespaces: 'own', pods };
  const namespaces = selectorOf(peer.namespaceSelector);
  return {
    sort: 'pods',
    namespaces: nameAsked(namespaces) === own ? 'own' : namespaces,
    pods,
  };
}

/** The one namespace that a selector asks for by name; `undefined` where it asks otherwise. */
export function nameAsked(selector: Selector): string | undefined {
  const [only, ...others] = selector;
  return others.length === 0 &&
    only?.key === nameLabel &&
    only.operator === 'In' &&
    only.values.length === 1
    ? only.values[0]
    : undefined;
}

/** Labels a namespace is selected by: its own, and the name that the API server sees to. */
export function selectableLabels(
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return { ...labels, [nameLabel]: name };
}

function portOf(port: Json): PortRange {
  if (!isMap(port)) return { protocol: 'TCP' };
  return {
    protocol: typeof port.protocol === 'string' ? port.protocol : 'TCP',
    ...(typeof port.port === 'number' || typeof port.port === 'string'
      ? { port: port.port }
      : {}),
    ...(typeof port.endPort === 'number' ? { endPort: port.endPort } : {}),
  };
}

/** `null` and nothing are the same to the API server. */
function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
