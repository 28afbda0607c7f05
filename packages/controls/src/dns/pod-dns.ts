import { podAttack, unproved } from '../attacks';
import { defineControl } from '../control';

const isRestricted = ({
  profile,
}: {
  readonly profile: { readonly podSecurity: string };
}) => profile.podSecurity === 'restricted';

/**
 * Pods resolve names by the cluster's DNS, as their policies assume.
 *
 * Fields: spec.dnsPolicy, spec.dnsConfig.nameservers of pods and templates. Allowed where Pod Security is restricted:
 * ClusterFirst, which is the default; no name servers. Search domains and options are free.
 * Dimension: podSecurity restricted.
 */
export const podDns = defineControl({
  id: 'pod-dns',
  title: "Pods ask the cluster's DNS",
  component: 'dns',
  why: "Rules about host names, and the log of who asked for what, hold for the cluster's resolver. The node's resolver knows the names of the inside, and one of the tenant's own is a way to get data out.",
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy',
  ],
  whenExcepted:
    "pods may ask the node's resolver, which knows the names of the inside, or one of their own where a network policy lets them",
  stops: [{ id: 'P23', attempt: "use the node's resolver, or one of its own" }],
  appliesTo: isRestricted,
  rules: [
    {
      on: 'workloads',
      require: [
        "!variables.isRestricted || (variables.spec.?dnsPolicy.orValue('ClusterFirst') == 'ClusterFirst'",
        '&& size(variables.spec.?dnsConfig.?nameservers.orValue([])) == 0)',
      ].join(' '),
      message:
        'dnsPolicy must be ClusterFirst, and dnsConfig must not name name servers',
    },
  ],
  attacks: [
    podAttack('P23', "the node's resolver", {
      attack: { spec: { dnsPolicy: 'Default' } },
    }),
    podAttack('P23', 'a resolver of its own', {
      attack: {
        spec: {
          dnsPolicy: 'None',
          dnsConfig: { nameservers: ['203.0.113.53'] },
        },
      },
    }),
    podAttack('P23', "a resolver of its own after the cluster's", {
      attack: {
        spec: {
          dnsConfig: {
            nameservers: ['203.0.113.53'],
            options: [{ name: 'ndots', value: '2' }],
          },
        },
      },
      twin: {
        spec: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } },
      },
    }),
    unproved(
      'P23',
      'a query to a foreign resolver, whatever resolv.conf says',
      'data plane',
      'A program can ignore its resolv.conf; that the query goes nowhere is up to the network policies.',
    ),
  ],
});
