import type { Cluster, Fleet } from '@tenantry/model';
import { exampleFleet } from './exampleFleet';

/** The example platform on clusters that have everything a control can use, so that every control has its say. */
export function richFleet(): Fleet {
  const fleet = exampleFleet();
  return { ...fleet, clusters: fleet.clusters.map(rich) };
}

function rich({ spec, ...cluster }: Cluster): Cluster {
  return {
    ...cluster,
    spec: {
      ...spec,
      network: {
        ...spec.network,
        plugin: 'cilium',
        clusterNetworkPolicy: true,
      },
      dns: {
        ...spec.dns,
        coredns: {
          zone: 'cluster.local',
          upstreams: ['192.0.2.53'],
          configMap: 'coredns',
        },
      },
      gateway: {
        class: 'edge',
        namespace: 'edge',
        shared: { namespace: 'edge', name: 'public' },
      },
    },
  };
}
