import type {
  ClusterOffer,
  Offer,
  ProfileOffer,
  SizeOffer,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import type { Cluster, Fleet, Profile, Size } from '@tenantry/model';
import { canGive } from './canGive';

/** What a person can choose from. */
export function offerOf({
  commit,
  fleet,
}: Pick<RepositorySnapshot, 'commit' | 'fleet'>): Offer {
  const { spec } = fleet.platform;
  return {
    commit,
    platform: { title: spec.title },
    defaults: spec.defaults,
    profiles: Object.entries(spec.profiles).map(([name, profile]) =>
      profileOffer(name, profile, fleet),
    ),
    sizes: Object.entries(spec.sizes).map(([name, size]) =>
      sizeOffer(name, size),
    ),
    clusters: fleet.clusters.map(clusterOffer),
  };
}

function profileOffer(
  name: string,
  { title, summary, stops, leavesOpen }: Profile,
  fleet: Fleet,
): ProfileOffer {
  const clusters = fleet.clusters
    .map(({ metadata }) => metadata.name)
    .filter(cluster => canGive(cluster, name, fleet));
  return { name, title, summary, stops, leavesOpen, clusters };
}

function sizeOffer(name: string, size: Size): SizeOffer {
  const { title, summary, requests, storage, pods } = size;
  const { cpu, memory } = requests;
  return { name, title, summary, cpu, memory, storage, pods };
}

function clusterOffer({ metadata, spec }: Cluster): ClusterOffer {
  return {
    name: metadata.name,
    title: spec.title,
    kubernetesVersion: spec.kubernetesVersion,
    runtimes: Object.keys(spec.runtimes),
    ingress: spec.ingress !== undefined,
  };
}
