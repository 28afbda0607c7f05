import {
  applicationKind,
  observeCluster,
  observerRole,
  openCluster,
  proofKinds,
} from '@tenantry/cluster';
import type { ClusterClient, ObserveOptions } from '@tenantry/cluster';
import {
  controlsFor,
  indexObjects,
  kindsToObserve,
  registry,
} from '@tenantry/controls';
import type { Control, LiveVerdict, PartialObject } from '@tenantry/controls';
import { startControlPlane } from '../rig/controlPlane';
import type { ControlPlane } from '../rig/controlPlane';
import { startTcpProxy } from '../rig/tcpProxy';
import type { TcpProxy } from '../rig/tcpProxy';
import { accountKubeconfig } from './account';
import { applyAll } from './apply';
import { crdsOf } from './crdsOf';
import { provingGround } from './fleet';
import type { Dialect } from './fleet';
import { argoObjects, clusterObjects } from './objects';
import { scenesOf } from './scenes';
import type { Scene } from './scenes';

/** A cluster with a fleet's guard-rails on it, and whoever looks at it by a way that can be cut. */
export interface OutageGround {
  readonly plane: ControlPlane;
  /** The way. */
  readonly proxy: TcpProxy;
  /** A platform engineer, who goes straight. */
  readonly client: ClusterClient;
  /** Everything that was applied. */
  readonly objects: readonly PartialObject[];
  /** Gives a service account with the emitted role a token, and puts it into the kubeconfig that observers read. */
  giveToken(): Promise<void>;
  /** As the observer would come in. */
  openAsObserver(): Promise<ClusterClient>;
  /** Looks from nothing, for as long as `then` takes. */
  look<T>(
    then: (look: Look) => Promise<T>,
    options?: Pick<ObserveOptions, 'longestUnconfirmedMs'>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** What one observer knows. */
export interface Look {
  readonly scenes: readonly Scene[];
  /** Of every control that contributes something, in every environment. */
  verdicts(): Verdict[];
  /** How often the API server answered 410. */
  expired(): number;
}

export type Verdict = LiveVerdict & {
  readonly control: Control;
  readonly namespace: string;
};

export const observerAccount = 'observer';

/** After so long the API server gives up on what it asks of etcd; otherwise after a minute. */
const requestTimeout = '--request-timeout=8s';

/** Starts a control plane and applies the fleet. */
export async function openOutageGround(
  dialect: Dialect,
  cluster: string,
): Promise<OutageGround> {
  const fleet = provingGround(dialect);
  const plane = await startControlPlane({
    crds: [
      ...crdsOf(fleet.clusters, cluster),
      'policy-reports',
      'open-reports',
    ],
    extraApiServerFlags: [requestTimeout],
  });
  const proxy = await startTcpProxy(Number(new URL(plane.server).port));
  const client = await openCluster({ kubeconfig: plane.kubeconfigs.platform });
  const close = async () => {
    client.close();
    await proxy.refuse();
    await plane.stop();
  };
  try {
    const onCluster = clusterObjects(fleet, cluster, registry);
    const whereArgoRuns = argoObjects(fleet);
    const objects = [...onCluster, ...whereArgoRuns];
    await applyAll(client, objects);
    const declared = indexObjects([
      ...onCluster.map(object => ({ object, cluster })),
      ...whereArgoRuns.map(object => ({ object })),
    ]);
    const kinds = [...kindsToObserve(objects), applicationKind, ...proofKinds];
    const giveToken = () =>
      accountKubeconfig(plane, client, {
        name: observerAccount,
        role: observerRole(kinds),
        server: `https://127.0.0.1:${proxy.port}`,
      });
    const kubeconfig = await giveToken();
    const openAsObserver = () => openCluster({ kubeconfig });
    return {
      plane,
      proxy,
      client,
      objects,
      async giveToken() {
        await giveToken();
      },
      openAsObserver,
      async look(then, options) {
        const counted = countingExpired(await openAsObserver());
        const observer = observeCluster({ ...options, client: counted.client });
        const scenes = scenesOf(fleet, { cluster, observer, declared });
        try {
          observer.follow(kinds);
          return await then({
            scenes,
            verdicts: () => scenes.flatMap(verdictsOf),
            expired: counted.expired,
          });
        } finally {
          await observer.stop();
        }
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function verdictsOf({ context, judge }: Scene): Verdict[] {
  return controlsFor(context, registry)
    .map(control => ({
      control,
      namespace: context.namespace,
      ...judge(control),
    }))
    .filter(({ reason }) => reason !== 'the control contributes nothing here');
}

/** The same client, that counts what the API server says is too old to go on from. */
function countingExpired(client: ClusterClient): {
  readonly client: ClusterClient;
  expired(): number;
} {
  let count = 0;
  return {
    client: {
      ...client,
      async *lines(path, options) {
        for await (const line of client.lines(path, options)) {
          if (line.startsWith('{"type":"ERROR"') && line.includes('"code":410'))
            count += 1;
          yield line;
        }
      },
    },
    expired: () => count,
  };
}
