import { AccessError, openCluster } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import type { Cluster } from '@tenantry/model';
import { UsageError } from '../answer';
import { parseWay, type WayIn } from './wayIn';

/** A cluster of the repository, and the way to it. */
export interface Connection {
  readonly cluster: Cluster;
  readonly client: ClusterClient;
}

export interface ConnectOptions {
  /** As they were given, `[<cluster>=]<file>[#<context>]`; none: kubectl's current context. */
  readonly kubeconfigs?: readonly string[];
  /** The cluster that one without a name leads to; default: the one that has its address. */
  readonly cluster?: string;
  /** From where paths count. */
  readonly cwd: string;
}

/**
 * Opens the clusters that kubeconfigs lead to; nothing is asked of them yet.
 *
 * @throws UsageError where one can't be used, or nobody can tell which cluster of the repository it leads to.
 */
export async function connectClusters(
  clusters: readonly Cluster[],
  { kubeconfigs = [], cluster, cwd }: ConnectOptions,
): Promise<Connection[]> {
  const ways =
    kubeconfigs.length > 0
      ? kubeconfigs.map(text => parseWay(text, cwd))
      : [{ text: "kubectl's current context" }];
  const connections: Connection[] = [];
  try {
    for (const way of ways) {
      const client = await open(way);
      try {
        const found = clusterOf(way, client, clusters, cluster);
        if (connections.some(other => other.cluster === found))
          throw new UsageError(
            `${found.metadata.name} has two kubeconfigs, and is one cluster`,
          );
        connections.push({ cluster: found, client });
      } catch (error) {
        client.close();
        throw error;
      }
    }
  } catch (error) {
    closeAll(connections);
    throw error;
  }
  return connections;
}

export function closeAll(connections: readonly Connection[]): void {
  for (const { client } of connections) client.close();
}

/** One cluster, whatever a repository may say of it. @throws UsageError */
export function openWay(
  kubeconfig: string | undefined,
  cwd: string,
): Promise<ClusterClient> {
  return open(
    kubeconfig === undefined
      ? { text: "kubectl's current context" }
      : parseWay(kubeconfig, cwd),
  );
}

async function open({ text, file, context }: WayIn): Promise<ClusterClient> {
  try {
    return await openCluster({ kubeconfig: file, context });
  } catch (error) {
    throw new UsageError(`${text} can't be used: ${problemOf(error)}`);
  }
}

/** Never the text of the error: a kubeconfig is full of secrets, and parsers quote what they stumble over. */
function problemOf(error: unknown): string {
  if (error instanceof AccessError) return error.message;
  return typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string'
    ? `the file can't be read (${error.code})`
    : 'it is no kubeconfig; see whether kubectl takes it';
}

function clusterOf(
  { text, cluster: named }: WayIn,
  { server }: ClusterClient,
  clusters: readonly Cluster[],
  fallback: string | undefined,
): Cluster {
  const byName = (name: string) => {
    const found = clusters.find(({ metadata }) => metadata.name === name);
    if (found) return found;
    throw new UsageError(
      `the repository has no cluster ${name}; it has ${listOf(clusters)}`,
    );
  };
  if (named !== undefined) return byName(named);
  if (fallback !== undefined) return byName(fallback);
  const same = clusters.filter(
    ({ spec }) => addressOf(spec.server) === addressOf(server),
  );
  if (same.length === 1) return same[0];
  throw new UsageError(
    `${text} leads to ${server}, ${
      same.length > 1
        ? `which several cluster.yaml name (${listOf(same)})`
        : `which no cluster.yaml names (${listOf(clusters)})`
    }: say which cluster it is, with --kubeconfig <cluster>=<file>`,
  );
}

function listOf(clusters: readonly Cluster[]): string {
  return (
    clusters
      .map(({ metadata, spec }) => `${metadata.name}: ${spec.server}`)
      .join(', ') || 'none'
  );
}

/** `https://a:443/` and `https://a` are one. */
function addressOf(server: string): string {
  if (!URL.canParse(server)) return server;
  const { origin, pathname } = new URL(server);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
