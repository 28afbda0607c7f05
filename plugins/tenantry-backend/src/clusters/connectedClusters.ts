import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  observeCluster,
  openCluster,
  proofKinds,
  proofState,
  type ClusterObserver,
} from '@tenantry/cluster';
import {
  kindsToObserve,
  type KindOfObject,
  type LiveCluster,
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

/** Opens every cluster. One that can't be opened is unreadable and says why; it keeps nothing else from working. */
export async function connectClusters(
  settings: readonly ClusterSettings[],
  logger: LoggerService,
): Promise<ConnectedClusters> {
  const opened = await Promise.all(
    settings.map(async ({ name, kubeconfig, context, argoCd }) => {
      try {
        const client = await openCluster(kubeconfig, context);
        return { name, argoCd, observer: observeCluster({ client }) };
      } catch (error) {
        const reason = `its kubeconfig can't be used: ${stringifyError(error)}`;
        logger.warn(`cluster ${name} is not looked at: ${reason}`);
        return { name, argoCd, reason };
      }
    }),
  );
  const observers = new Map(
    opened.flatMap(({ name, observer }) =>
      observer ? [[name, observer] as const] : [],
    ),
  );
  const views: LiveClusters = {
    clusters: new Map(
      opened.map(({ name, observer, reason = '' }) => [
        name,
        observer ?? unreadable(reason),
      ]),
    ),
    argoCd: opened
      .filter(({ argoCd }) => argoCd)
      .map(({ observer, reason = '' }) => observer ?? unreadable(reason))[0],
  };

  return {
    view(tree) {
      const declared = declaredKinds(tree);
      for (const { name, argoCd, observer } of opened)
        observer?.follow(kindsOn(name, argoCd, declared));
      return views;
    },
    proofOf: (cluster, namespace) => proofOn(observers.get(cluster), namespace),
    async stop() {
      await Promise.all(
        Array.from(observers.values(), observer => observer.stop()),
      );
    },
  };
}

function kindsOn(
  cluster: string,
  argoCd: boolean,
  declared: ReturnType<typeof declaredKinds>,
): KindOfObject[] {
  return [
    ...kindsToObserve([
      ...(declared.get(cluster) ?? []),
      ...(argoCd ? declared.get(undefined) ?? [] : []),
    ]),
    ...proofKinds,
  ];
}

function proofOn(
  observer: ClusterObserver | undefined,
  namespace: string,
): ProofState {
  return observer
    ? proofState(observer, namespace)
    : { unreadable: 'the cluster is not connected' };
}

function unreadable(reason: string): LiveCluster {
  return {
    source: () => ({ state: 'unreadable', reason }),
    find: () => undefined,
    all: () => [],
  };
}
