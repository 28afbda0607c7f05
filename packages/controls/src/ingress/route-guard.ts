import { defineControl } from '../control';
import { sharedName } from '../names';
import { routeGuardAttacks } from './route-guard.attacks';

const group = 'gateway.networking.k8s.io';

const isRoute = "object.kind.endsWith('Route')";
const isListening = "object.kind in ['Gateway', 'ListenerSet']";
const here = (ref: string) =>
  `${ref}.?namespace.orValue(request.namespace) == request.namespace`;
const allHere = (list: string) =>
  `${list}.orValue([]).all(ref, ${here('ref')})`;
const mirrorsStay = (owner: string) =>
  `${owner}.?filters.orValue([]).all(filter, !filter.?requestMirror.hasValue() || ${here(
    'filter.requestMirror.backendRef',
  )})`;

/**
 * Routes, listeners and grants of the Gateway API stay inside their namespace.
 *
 * Fields: parentRefs of routes; backendRefs and requestMirror.backendRef of their rules; certificateRefs of listeners
 * and tls.backend.clientCertificateRef of Gateways; spec.from of ReferenceGrants.
 * Allowed: as parent a Gateway or ListenerSet, and only the platform makes those; each reference without a namespace or
 * with this one. Environments of one tenant count as foreign to each other, as for network traffic.
 * Withheld: ReferenceGrants, which are of no use then.
 */
export const routeGuard = defineControl({
  id: 'route-guard',
  title: 'Routes from its own listeners to its own services',
  component: 'ingress',
  why: "A route may name a gateway, a service or a certificate of any namespace, and one ReferenceGrant lets it have them. Inside a single namespace there's nothing to grant.",
  references: [
    'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
    'https://gateway-api.sigs.k8s.io/concepts/security-model/',
  ],
  stops: [
    {
      id: 'I07',
      attempt: "attach a route to the platform's or a neighbour's gateway",
    },
    {
      id: 'I10',
      attempt: "send traffic to a neighbour's service, or use its certificates",
    },
  ],
  withholds: [
    {
      role: 'admin',
      apiGroups: [group],
      resources: ['referencegrants'],
      verbs: ['create'],
    },
  ],
  rules: [
    {
      on: 'routes',
      require: [
        `!${isRoute} || variables.spec.?parentRefs.orValue([]).all(ref,`,
        `ref.?group.orValue('${group}') == '${group}'`,
        "&& ref.?kind.orValue('Gateway') in ['Gateway', 'ListenerSet']",
        `&& ${here('ref')})`,
      ].join(' '),
      message: `parentRefs must be a Gateway or ListenerSet of this namespace, where the platform makes the one named ${sharedName}`,
    },
    {
      on: 'routes',
      require: [
        `!${isRoute} || variables.spec.?rules.orValue([]).all(rule,`,
        `${allHere('rule.?backendRefs')} && ${mirrorsStay('rule')}`,
        `&& rule.?backendRefs.orValue([]).all(ref, ${mirrorsStay('ref')}))`,
      ].join(' '),
      message:
        'backendRefs, also those of mirrors, must stay in this namespace',
    },
    {
      on: 'routes',
      require: [
        `!(${isListening}) ||`,
        `variables.spec.listeners.all(listener, ${allHere(
          'listener.?tls.?certificateRefs',
        )})`,
        '&& (!variables.spec.?tls.?backend.?clientCertificateRef.hasValue()',
        `|| ${here('variables.spec.tls.backend.clientCertificateRef')})`,
      ].join(' '),
      message: 'certificates must be those of this namespace',
    },
    {
      on: 'routes',
      require:
        "object.kind != 'ReferenceGrant' || variables.spec.from.all(from, from.namespace == request.namespace)",
      message: 'a ReferenceGrant must not be for another namespace',
    },
  ],
  attacks: routeGuardAttacks,
});
