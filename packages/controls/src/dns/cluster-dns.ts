import { unproved, withheld } from '../attacks';
import type { DnsAttack } from '../attacks';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';

/** Answers that are kept, of each kind; one takes about 200 bytes. */
const answers = 9984;

/** Queries that wait for the resolvers outside at a time, about 2 kB each; further ones are refused at once. */
const waiting = 1000;

/** The most specific server block answers; in the Corefile's own indentation. */
function corefile(
  { network }: ClusterContext['cluster']['spec'],
  { zone, upstreams }: { zone: string; upstreams: readonly string[] },
): string {
  const addresses = [...network.serviceCIDRs, ...network.podCIDRs];
  return `# Addresses of services and pods have no names: a sweep of them would list everybody's.
${addresses.map(cidr => `${cidr}:53`).join(' ')} {
    errors
    template ANY ANY {
        rcode NXDOMAIN
    }
}

.:53 {
    errors
    health {
        lameduck 5s
    }
    ready
    kubernetes ${zone} {
        pods verified
    }
    prometheus :9153
    forward . ${upstreams.join(' ')} {
        max_concurrent ${waiting}
    }
    cache 30 {
        success ${answers}
        denial ${answers} 30
    }
    loop
    reload
    loadbalance
}
`;
}

function query(title: string, attack: DnsAttack['attack']): DnsAttack {
  const twin = {
    name: 'kubernetes.default.svc.cluster.local',
    type: 'A',
  } as const;
  return { proof: 'coredns', row: 'D02', title, attack, twin };
}

/**
 * The resolver that all tenants share answers for what is there, and bounds what a flood can take.
 *
 * Contributes: the ConfigMap with the Corefile, where cluster.spec.dns.coredns is set: names of pods only for pods that
 * exist (`pods verified`), no names for the addresses of services and pods, denials kept like answers, a bound on queries
 * that wait for other resolvers. Plugins that the stock image lacks are not used.
 * Leaves open: who knows or guesses the full name of a service can look it up. With a DNS cache on the nodes CoreDNS
 * can't tell who asks.
 */
export const clusterDns = defineControl({
  id: 'cluster-dns',
  title: "A shared resolver that tells little and can't be drowned",
  component: 'dns',
  why: 'One resolver serves all tenants: a flood of names that do not exist is felt by everybody, and a sweep of addresses lists who is there.',
  references: [
    'https://coredns.io/plugins/kubernetes/',
    'https://coredns.io/plugins/cache/',
    'https://coredns.io/plugins/forward/',
  ],
  stops: [
    { id: 'D01', attempt: 'flood the resolver with names that do not exist' },
    { id: 'D02', attempt: "list other tenants' services and pods" },
    { id: 'R12', attempt: 'rewrite the configuration of the resolver' },
  ],
  unavailable: ({ cluster }) =>
    cluster.spec.dns.coredns
      ? undefined
      : 'the platform keeps the configuration of its DNS, which stays as it is',
  cluster: ({ cluster }) => {
    const { coredns, namespace } = cluster.spec.dns;
    return coredns
      ? [
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: coredns.configMap, namespace },
            data: { Corefile: corefile(cluster.spec, coredns) },
          },
        ]
      : [];
  },
  attacks: [
    query('a pod that is made up, by its address', {
      name: '10-0-0-7.default.pod.cluster.local',
      type: 'A',
    }),
    query('the name behind an address of a service', {
      name: '1.0.96.10.in-addr.arpa',
      type: 'PTR',
    }),
    withheld(
      'R12',
      "another Corefile in place of the platform's",
      'admin',
      stage => {
        const { namespace, coredns } = stage.cluster.spec.dns;
        return {
          verb: 'patch',
          patch: 'merge',
          resource: 'v1/configmaps',
          namespace,
          name: coredns?.configMap,
          body: { data: { Corefile: '. {\n    forward . 203.0.113.53\n}\n' } },
        };
      },
    ),
    unproved(
      'D01',
      'a flood of names that do not exist',
      'running CoreDNS',
      'What a flood costs the neighbours shows under load, with as many resolvers as the cluster has.',
    ),
  ],
});
