import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  AccessError,
  applicationKind,
  observeCluster,
  openCluster,
  proofKinds,
  proofState,
  syncState,
  type ApplicationPlace,
  type ClusterObserver,
  type ObservedChange,
} from '@tenantry/cluster';
import {
  type ObservedKind,
  type LiveClusters,
  type ProofState,
  type Source,
  type SyncState,
} from '@tenantry/controls';
import { observedKinds, type Tree } from '@tenantry/gitops';
import type { ClusterSettings } from './settings';

/** Whether one kind of object on one cluster can be judged now. */
export interface ClusterSource {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly source: Source;
}

/** What is known of the clusters that the configuration names. */
export interface ConnectedClusters {
  /** Looks at everything that the repository declares, from now on; what isn't read yet says so. */
  view(tree: Tree): LiveClusters;
  /** Tells what became known, or unknown, of a cluster. Returns how to stop that. */
  onChange(listener: ClusterListener): () => void;
  /** What is known of the last proof of a namespace. */
  proofOf(cluster: string, namespace: string): ProofState;
  /** What is known of how far Argo CD has come. */
  syncOf(place: ApplicationPlace): SyncState;
  /** Of every kind that is looked at. */
  sources(): ClusterSource[];
  stop(): Promise<void>;
}

export type ClusterListener = (cluster: string, change: ObservedChange) => void;

/** How long a cluster that can't be opened is left alone. */
const reopenMs = 30_000;

/**
 * Looks at every cluster of the settings. One that can't be opened is unreadable and says why; it keeps nothing else from
 * working, and is opened once what leads to it can be used.
 */
export function connectClusters(
  settings: readonly ClusterSettings[],
  logger: LoggerService,
): ConnectedClusters {
  const listeners = new Set<ClusterListener>();
  const connections = new Map(
    settings.map(each => [
      each.name,
      connect(each, logger, change => {
        for (const listener of listeners) listener(each.name, change);
      }),
    ]),
  );
  const withArgoCd = settings.find(({ argoCd }) => argoCd);

  return {
    view(tree) {
      for (const { name, argoCd } of settings)
        connections
          .get(name)
          ?.follow([
            ...observedKinds(tree, name, { argoCd }),
            ...(argoCd ? [applicationKind] : []),
            ...proofKinds,
          ]);
      return {
        clusters: connections,
        argoCd: withArgoCd && connections.get(withArgoCd.name),
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    proofOf(cluster, namespace) {
      const connection = connections.get(cluster);
      return connection
        ? proofState(connection, namespace)
        : { unreadable: 'the cluster is not connected' };
    },
    syncOf: place =>
      syncState(withArgoCd && connections.get(withArgoCd.name), place),
    sources: () =>
      Array.from(connections, ([cluster, connection]) =>
        connection.kinds().map(({ apiVersion, kind }) => ({
          cluster,
          apiVersion,
          kind,
          source: connection.source({ apiVersion, kind }),
        })),
      ).flat(),
    async stop() {
      await Promise.all(Array.from(connections.values(), each => each.stop()));
    },
  };
}

/** An observer that is there as soon as the cluster can be opened. */
function connect(
  { name, access }: ClusterSettings,
  logger: LoggerService,
  onChange: (change: ObservedChange) => void,
): ClusterObserver & { kinds(): readonly ObservedKind[] } {
  let observer: ClusterObserver | undefined;
  let reason = 'not read yet';
  let kinds: readonly ObservedKind[] = [];
  let stopped = false;
  let opening = open();
  let openedAt = Date.now();

  async function open(): Promise<void> {
    try {
      const client = await openCluster(access);
      if (stopped) {
        client.close();
        return;
      }
      observer = observeCluster({ client, onChange });
      observer.follow(kinds);
    } catch (error) {
      reason = `it can't be opened: ${problemOf(error)}`;
      logger.warn(`cluster ${name} is not looked at: ${reason}`);
    }
  }

  return {
    source: kind => observer?.source(kind) ?? { state: 'unreadable', reason },
    find: object => observer?.find(object),
    revision: object => observer?.revision(object),
    all: kind => observer?.all(kind) ?? [],
    kinds: () => kinds,
    follow(wanted) {
      kinds = wanted;
      observer?.follow(wanted);
      if (observer || Date.now() - openedAt < reopenMs) return;
      openedAt = Date.now();
      opening = open();
    },
    async stop() {
      stopped = true;
      await opening;
      await observer?.stop();
    },
  };
}

/** Never the text of the error: a kubeconfig is full of secrets, and parsers quote what they stumble over. */
function problemOf(error: unknown): string {
  if (isError(error) && typeof error.code === 'string')
    return `a file can not be read (${error.code})`;
  return error instanceof AccessError
    ? error.message
    : 'its kubeconfig is none; see whether kubectl can use it';
}
