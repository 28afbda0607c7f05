import type { RenderedObject } from '@tenantry/controls';
import { judged } from '../disposition';
import type { Judgement, Note } from '../disposition';
import { eachOnce } from '../eachOnce';
import type { NamespaceIndex } from '../network/namespaceIndex';
import { selectorWords } from '../network/selector';
import type { Selector } from '../network/selector';
import { nameAsked, saysAllOf, statementsOf } from '../network/statements';
import type {
  Opening,
  Peer,
  PortRange,
  Statement,
} from '../network/statements';
import type { FoundObject } from '../read/readNamespaces';

/** A statement of ours, and the controls behind its policy. */
interface Ours {
  readonly statement: Statement;
  readonly controls: readonly string[];
}

/** What is rendered into one namespace, as statements. */
export interface NetworkRendering {
  readonly namespace: string;
  readonly ours: readonly Ours[];
}

export function networkRendering(
  rendered: readonly RenderedObject[],
  namespace: string,
): NetworkRendering {
  return {
    namespace,
    ours: rendered
      .filter(({ object }) => isNetworkPolicy(object))
      .flatMap(({ object, controls }) =>
        statementsOf(object, namespace).map(statement => ({
          statement,
          controls,
        })),
      ),
  };
}

/** The built-in kind, of which is known what it means. */
export function isNetworkPolicy({
  apiVersion,
  kind,
}: {
  readonly apiVersion: string;
  readonly kind: string;
}): boolean {
  return kind === 'NetworkPolicy' && apiVersion === 'networking.k8s.io/v1';
}

/** Compares what a NetworkPolicy says with what is rendered, whatever either of them is called. */
export function mapNetworkPolicy(
  found: FoundObject,
  { namespace, ours }: NetworkRendering,
  index: NamespaceIndex,
): Judgement {
  const by = new Set<string>();
  const notes: Note[] = [];
  for (const statement of statementsOf(found.object, namespace)) {
    const covering = ours.find(own =>
      saysAllOf(own.statement, statement, index.namesOf),
    );
    if (covering) for (const control of covering.controls) by.add(control);
    else if (statement.says === 'open')
      notes.push(noteOn(statement, namespace, index));
  }
  return judged(found, eachOnce(notes), 'exact', by);
}

/**
 * What rendering opens although it is closed now: pods that the found policies close in a direction, and no found policy
 * opens. Each with the controls that open it.
 */
export function openedByUs(
  policies: readonly FoundObject[],
  { namespace, ours }: NetworkRendering,
  index: NamespaceIndex,
): { readonly control: string; readonly detail: string }[] {
  const found = policies.flatMap(({ object }) =>
    statementsOf(object, namespace),
  );
  const closed = found.filter(({ says }) => says === 'closed');
  const opened = ours.flatMap(({ statement, controls }) => {
    if (statement.says !== 'open') return [];
    const wrongly = closed.find(
      ({ direction, pods }) =>
        direction === statement.direction &&
        !found.some(other =>
          saysAllOf(other, { ...statement, pods }, index.namesOf),
        ),
    );
    if (!wrongly) return [];
    const which =
      wrongly.pods.length > 0
        ? `pods with ${selectorWords(wrongly.pods)}`
        : 'all pods';
    return controls.map(control => ({
      control,
      detail: `${openingWords(statement)}, which is closed now to ${which}`,
    }));
  });
  return eachOnce(opened);
}

/** Which control would have to know of what a policy opens, by who is at the other end. */
function noteOn(
  opening: Opening,
  namespace: string,
  index: NamespaceIndex,
): Note {
  const detail = `opens ${openingWords(opening)}`;
  const { peer, direction, port } = opening;
  if (peer.sort !== 'pods')
    return direction === 'Ingress'
      ? {
          disposition: 'weaker',
          control: 'default-deny',
          matter: 'lets in any address',
          detail,
        }
      : {
          disposition: 'weaker',
          control: 'allowed-egress',
          matter: 'opens addresses that tenant.yaml can not list',
          detail,
        };
  if (peer.namespaces === 'own')
    // Ours opens all of the namespace; what is left is an odd direction or protocol.
    return {
      disposition: 'extra',
      control: 'tenant-traffic',
      matter: 'opens something inside the namespace',
      detail,
    };
  const names = index
    .namesOf(peer.namespaces)
    .filter(name => name !== namespace);
  const byLabel =
    nameAsked(peer.namespaces) === undefined
      ? ', by a label that a namespace gives itself'
      : '';
  if (names.length === 0)
    return {
      disposition: 'weaker',
      control: 'peers',
      matter: `opens namespaces that are not there${byLabel}`,
      detail,
    };
  if (direction === 'Ingress' && names.every(name => index.isEntry(name)))
    return {
      disposition: 'extra',
      control: 'entry-traffic',
      matter: 'lets in traffic from outside, and no host name is known',
      detail: `${detail}; name its hosts in tenant.yaml`,
    };
  if (names.every(name => index.isPlatforms(name)))
    return {
      disposition: 'weaker',
      control: 'default-deny',
      matter: `opens a namespace of the platform${byLabel}`,
      detail: `${detail} (${names.join(', ')})`,
    };
  return {
    disposition: 'weaker',
    control: 'peers',
    matter: `opens other namespaces${
      port === 'all' ? ' on every port' : ''
    }${byLabel}`,
    detail: `${detail} (${names.slice(0, 5).join(', ')}${
      names.length > 5 ? `, and ${names.length - 5} more` : ''
    })`,
  };
}

/** `from namespaces with component=monitoring on 9090/TCP`. */
function openingWords({ direction, pods, peer, port }: Opening): string {
  const to = direction === 'Ingress' ? 'from' : 'to';
  const whose = pods.length > 0 ? ` for pods with ${selectorWords(pods)}` : '';
  return `${to} ${peerWords(peer)}${portWords(port)}${whose}`;
}

function peerWords(peer: Peer): string {
  if (peer.sort === 'everyone') return 'everywhere';
  if (peer.sort === 'range')
    return `${peer.cidr}${
      peer.except.length > 0 ? ` except ${peer.except.length} ranges` : ''
    }`;
  const pods =
    peer.pods.length > 0 ? `pods with ${selectorWords(peer.pods)} of ` : '';
  return `${pods}${namespacesWords(peer.namespaces)}`;
}

function namespacesWords(namespaces: 'own' | Selector): string {
  if (namespaces === 'own') return 'the own namespace';
  const asked = nameAsked(namespaces);
  if (asked !== undefined) return `namespace ${asked}`;
  return namespaces.length > 0
    ? `namespaces with ${selectorWords(namespaces)}`
    : 'every namespace';
}

function portWords(port: 'all' | PortRange): string {
  if (port === 'all') return '';
  const { protocol, port: first, endPort } = port;
  if (first === undefined) return ` on ${protocol}`;
  return ` on ${first}${
    endPort === undefined ? '' : `-${endPort}`
  }/${protocol}`;
}
