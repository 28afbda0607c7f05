import { parseCluster } from '@tenantry/model';
import type { Cluster } from '@tenantry/model';
import { clusterPath } from '../layout';
import type { LocalRepository } from './localRepository';

/** The clusters of a commit, by their own files alone; none of those that can't be read. */
export async function readClusters(
  repository: LocalRepository,
  commit: string,
): Promise<Cluster[]> {
  const names = await repository.folders(commit, 'clusters');
  if (names.length === 0) return [];
  const tree = await repository.tree(commit, names.map(clusterPath));
  return names.flatMap(name => {
    const parsed = parseCluster(tree.read(clusterPath(name)) ?? '');
    return parsed.ok && parsed.value.metadata.name === name
      ? [parsed.value]
      : [];
  });
}
