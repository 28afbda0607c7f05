import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  KubeconfigError,
  observeCluster,
  openCluster,
  proofKinds,
  proofState,
  type ClusterObserver,
} from '@tenantry/cluster';
import {
  kindsToObserve,
  type ObservedKind,
  type LiveClusters,
  type ProofState,
} from '@tenantry/controls';
import type { Tree } from '@tenantry/gitops';
import { declaredKinds } from './declaredKinds';
import type { ClusterSettings } from './settings';

/** What is known of the clusters that the configuration names. */
export interface ConnectedClusters {
  /** Looks at everything that the repository declares, from now on; what isn't read yet says so. */
  view(tree: Tree): LiveClusters;
  /** What is known of the last proof of a namespace. */
  proofOf(cluster: string, namespace: string): ProofState;
  stop(): Promise<void>;
}

/** How long a kubeconfig that can't be used is left alone. */
const reopenMs = 30_000;

/**
 * Looks at every cluster of the settings. One that can't be opened is unreadable and says why; it keeps nothing else from
 * working, and is opened once its kubeconfig can be used.
 */
export function connectClusters(
  settings: readonly ClusterSettings[],
  logger: LoggerService,
): ConnectedClusters {
  const connections = new Map(
    settings.map(each => [each.name, connect(each, logger)]),
  );
  const withArgoCd = settings.find(({ argoCd }) => argoCd);

  return {
    view(tree) {
      const declared = declaredKinds(tree);
      for (const { name, argoCd } of settings)
        connections.get(name)?.follow(kindsOn(name, argoCd, declared));
      return {
        clusters: connections,
        argoCd: withArgoCd && connections.get(withArgoCd.name),
      };
    },
    proofOf(cluster, namespace) {
      const connection = connections.get(cluster);
      return connection
        ? proofState(connection, namespace)
        : { unreadable: 'the cluster is not connected' };
    },
    async stop() {
      await Promise.all(Array.from(connections.values(), each => each.stop()));
    },
  };
}

/** An observer that is there as soon as the kubeconfig can be used. */
function connect(
  { name, kubeconfig, context }: ClusterSettings,
  logger: LoggerService,
): ClusterObserver {
  let observer: ClusterObserver | undefined;
  let reason = 'not read yet';
  let kinds: readonly ObservedKind[] = [];
  let stopped = false;
  let opening = open();
  let openedAt = Date.now();

  async function open(): Promise<void> {
    try {
      const client = await openCluster(kubeconfig, context);
      if (stopped) {
        client.close();
        return;
      }
      observer = observeCluster({ client });
      observer.follow(kinds);
    } catch (error) {
      reason = `its kubeconfig can't be used: ${problemOf(error)}`;
      logger.warn(`cluster ${name} is not looked at: ${reason}`);
    }
  }

  return {
    source: kind => observer?.source(kind) ?? { state: 'unreadable', reason },
    find: object => observer?.find(object),
    revision: object => observer?.revision(object),
    all: kind => observer?.all(kind) ?? [],
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
    return `it can not be read (${error.code})`;
  return error instanceof KubeconfigError
    ? error.message
    : 'it is no kubeconfig; see whether kubectl can use it';
}

function kindsOn(
  cluster: string,
  argoCd: boolean,
  declared: ReturnType<typeof declaredKinds>,
): ObservedKind[] {
  return [
    ...kindsToObserve([
      ...(declared.get(cluster) ?? []),
      ...(argoCd ? declared.get(undefined) ?? [] : []),
    ]),
    ...proofKinds,
  ];
}
