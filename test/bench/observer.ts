/** Run as a process of its own: `observer.ts <kubeconfig> <tenants>` observes the cluster and prints one line of JSON. */
import {
  observeCluster,
  openCluster,
  proofKinds,
  proofState,
} from '@tenantry/cluster';
import type { ClusterClient, ClusterObserver } from '@tenantry/cluster';
import { renderTenant } from '@tenantry/controls';
import {
  observedKinds,
  repositoryFiles,
  tenantPosture,
  treeFromFiles,
} from '@tenantry/gitops';
import type { Fleet, Tenant } from '@tenantry/model';
import { apply } from '../cluster/suite/apply';
import { byHand } from '../cluster/suite/byHand';
import { observedCluster, observedFleet } from './observedFleet';
import { watchWire } from './wire';

interface Memory {
  readonly heapMb: number;
  readonly rssMb: number;
}

export interface ObserverFigures {
  readonly lists: number;
  readonly watches: number;
  readonly bytesRead: number;
  /** From opening the cluster until everything was read once. */
  readonly readMs: number;
  /** From then on: one tenant's posture, and that of all. */
  readonly firstMs: number;
  readonly allMs: number;
  /** With the repository alone; with everything observed; with all postures told, and the most there ever was. */
  readonly memory: {
    readonly before: Memory;
    readonly observed: Memory;
    readonly judged: Memory;
    readonly peakMb: number;
  };
  /** One posture each, µs: of tenants that were judged before, of tenants after a new commit, of tenants with a change. */
  readonly posture: Readonly<
    Record<'again' | 'newCommit' | 'changed', number[]>
  >;
  /** From the request that changes an object until the verdict says so. */
  readonly toldMs: readonly number[];
}

const sampled = 1_000;
const changes = 100;

async function main(
  kubeconfig: string,
  count: number,
): Promise<ObserverFigures> {
  const fleet = observedFleet(count);
  const files = repositoryFiles(fleet);
  const snapshotNow = () => ({
    commit: '1'.repeat(40),
    tree: treeFromFiles(files),
    fleet,
    problems: [],
    checkedAt: new Date().toISOString(),
  });
  let snapshot = snapshotNow();
  const kinds = [
    ...observedKinds(snapshot.tree, observedCluster, { argoCd: true }),
    ...proofKinds,
  ];
  const before = memoryNow();

  const wire = watchWire();
  const started = performance.now();
  const client = await openCluster({ kubeconfig });
  let onChange = () => {};
  const observer = observeCluster({ client, onChange: () => onChange() });
  const until = (isSo: () => boolean) =>
    new Promise<number>(resolve => {
      onChange = () => {
        if (isSo()) resolve(performance.now());
      };
      onChange();
    });
  observer.follow(kinds);
  const readAt = await until(() =>
    kinds.every(kind => hasLooked(observer, kind)),
  );
  onChange = () => {};
  const observed = memoryNow();
  const { lists, watches, bytesRead } = wire.stop();
  const judge = (tenant: Tenant) =>
    tenantPosture(
      { tenant, snapshot },
      {
        clusters: new Map([[observedCluster, observer]]),
        argoCd: observer,
      },
      { proofOf: (_, namespace) => proofState(observer, namespace) },
    );
  const holds = (tenant: Tenant) =>
    judge(tenant).every(({ controls }) =>
      controls.every(
        ({ unavailable, posture }) =>
          unavailable !== undefined ||
          (posture.declared.state === 'yes' && posture.live.state === 'yes'),
      ),
    );

  const observedAt = performance.now();
  if (!holds(fleet.tenants[0])) throw new Error('the first tenant is not good');
  const firstMs = performance.now() - observedAt;
  const bad = fleet.tenants.filter(tenant => !holds(tenant));
  if (bad.length > 0) throw new Error(`${bad.length} tenants are not good`);
  const allMs = performance.now() - observedAt;
  const memory = {
    before,
    observed,
    judged: memoryNow(),
    peakMb: process.resourceUsage().maxRSS / 1024,
  };

  const timed = (tenant: Tenant) => {
    const at = performance.now();
    judge(tenant);
    return (performance.now() - at) * 1_000;
  };
  const sample = fleet.tenants.slice(0, sampled);
  const again = sample.map(timed);
  snapshot = snapshotNow();
  judge(fleet.tenants[count - 1]);
  const newCommit = sample.map(timed);
  // Somebody else's connection: this one's may have been idle for too long by now.
  const somebody = await openCluster({ kubeconfig });
  const toldMs: number[] = [];
  const changed: number[] = [];
  for (let index = 0; index < changes; index += 1) {
    const tenant = fleet.tenants[(index * 97) % count];
    toldMs.push(
      await change(somebody, tenant, fleet, async () => {
        const at = await until(() => !holds(tenant));
        changed.push(timed(tenant));
        return at;
      }),
    );
    await until(() => holds(tenant));
    onChange = () => {};
  }
  somebody.close();
  await observer.stop();
  return {
    lists,
    watches,
    bytesRead,
    readMs: readAt - started,
    firstMs,
    allMs,
    memory,
    posture: { again, newCommit, changed },
    toldMs,
  };
}

/** Opens a tenant's pods by hand and closes them again. @returns ms until `told` has seen it. */
async function change(
  client: ClusterClient,
  tenant: Tenant,
  fleet: Fleet,
  told: () => Promise<number>,
): Promise<number> {
  const policy = renderTenant(tenant, fleet).objects.find(
    ({ object }) => object.metadata.name === 'default-deny',
  )?.object;
  const [deed] = policy ? byHand(policy) : [];
  if (!policy || !deed) throw new Error('nothing to change');
  const started = performance.now();
  const [at] = await Promise.all([told(), deed.do(client)]);
  await apply(client, policy);
  return at - started;
}

function hasLooked(
  observer: ClusterObserver,
  kind: Parameters<ClusterObserver['source']>[0],
): boolean {
  const source = observer.source(kind);
  if (source.state === 'read' || source.notServed) return true;
  if (source.reason !== 'not read yet') throw new Error(source.reason);
  return false;
}

function memoryNow(): Memory {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 };
}

main(process.argv[2], Number(process.argv[3])).then(
  figures => console.log(JSON.stringify(figures)),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
