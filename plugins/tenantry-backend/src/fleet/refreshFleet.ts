import type { LoggerService } from '@backstage/backend-plugin-api';
import type { FleetJudging } from '@tenantry/backstage-plugin-tenantry-common';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import type { ObservedChange } from '@tenantry/cluster';
import type { LiveClusters } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import {
  affectedByChange,
  affectedByCommit,
  affectedByRequests,
} from './affected';
import { changedContent } from './changedContent';
import type { FleetStore } from './fleetStore';
import { judge } from './judge';
import type { JudgedTenant } from './judged';
import { keeper } from './keeper';
import { overdueWords } from './overdue';
import { defaultPace, type Pace } from './pace';
import { shortened } from './shortened';
import { sourceStates } from './sourceStates';
import { namesOf, readSubjects, type Subjects } from './subjects';
import { waitingTenants } from './waitingTenants';

export interface RefreshOptions {
  readonly clusters: ConnectedClusters;
  readonly logger: LoggerService;
  readonly repository: TenantryRepositoryService;
  readonly store: FleetStore;
  /** Called with the tenants of which something else is known than before; with none when a whole cluster became unknown. */
  readonly onJudged?: (tenants: readonly string[]) => void;
  readonly pace?: Pace;
}

/** Keeps the store as things are. */
export interface FleetRefresher {
  judging(): FleetJudging;
  stop(): Promise<void>;
}

/** Who can't write to the database, or read the repository, tries again after so long. */
const retryMs = 5_000;

/**
 * Judges every tenant once, and from then on those that something changed for: an object of theirs, one that they share
 * with others, a source that can be read or can't, a commit. Never fails: what goes wrong is logged and tried again.
 */
export function refreshFleet(options: RefreshOptions): FleetRefresher {
  const { clusters, logger, repository, store, onJudged } = options;
  const pace = options.pace ?? defaultPace;
  const changed = waitingTenants(pace);
  const old = waitingTenants({ quietMs: 0, longestMs: 0 });
  const content = changedContent();
  const keep = keeper(store, logger);
  const sources = sourceStates();
  /** Clusters of which something can't be read any more → what. */
  const doubts = new Map<string, string>();
  /** Tenants whose own objects or files changed: their pages show more than the fleet does. */
  const own = new Set<string>();
  const stopping = new AbortController();
  let subjects: Subjects | undefined;
  let view: LiveClusters = { clusters: new Map() };
  /** Since when nothing could be written, or read, and why. */
  let failing: Pick<FleetJudging, 'failingSince' | 'because'> | undefined;
  let readAt = -Infinity;
  let sweptAt = -Infinity;
  let wake = () => {};

  /** Whether Argo CD runs there, so that tenants of all clusters hang on it. */
  function hasArgoCd(cluster: string): boolean {
    return (
      view.argoCd !== undefined && view.argoCd === view.clusters.get(cluster)
    );
  }

  function onClusterChange(cluster: string, change: ObservedChange): void {
    if (!subjects) return;
    if (!change.object) {
      const observed = view.clusters.get(cluster);
      if (!observed) return;
      const news = sources.news(cluster, change.kind, observed);
      if (!news) return;
      if (news.doubt) doubts.set(cluster, news.doubt);
    }
    const everywhere = hasArgoCd(cluster);
    const affected = affectedByChange(cluster, change, subjects, everywhere);
    for (const name of affected.own) own.add(name);
    const names = [...affected.own, ...affected.sharing];
    if (names.length === 0) return;
    changed.add(names);
    wake();
  }

  const unsubscribe = [
    clusters.onChange(onClusterChange),
    repository.onChange(() => {
      readAt = -Infinity;
      wake();
    }),
  ];
  const working = work();

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await turn();
        // What could not be kept waits to be judged again; another failure is over.
        if (changed.size + old.size === 0) failing = undefined;
      } catch (error) {
        fails(shortened(error));
        await pause(retryMs);
      }
    }
  }

  function fails(because: string): void {
    if (because !== failing?.because)
      logger.warn(`The fleet is not judged for the moment: ${because}`);
    const failingSince = failing?.failingSince ?? new Date().toISOString();
    failing = { failingSince, because };
  }

  async function turn(): Promise<void> {
    if (Date.now() - readAt >= repository.refreshMs)
      subjects = await read(subjects);
    if (!subjects) return undefined;
    await doubt(subjects);
    if (Date.now() - sweptAt >= pace.sweepMs) await sweep();
    const due = changed.dueIn();
    if (due === 0) return judgeSome(changed, subjects, pace.rest.changed);
    // What is old has time, so that what changes in between comes first.
    if (old.size > 0) return judgeSome(old, subjects, pace.rest.old);
    return untilWoken(
      Math.min(
        due ?? Infinity,
        readAt + repository.refreshMs - Date.now(),
        sweptAt + pace.sweepMs - Date.now(),
      ),
    );
  }

  /** Takes up what the repository holds now. */
  async function read(before?: Subjects): Promise<Subjects> {
    readAt = Date.now();
    try {
      const after = await readSubjects(repository, before);
      view = clusters.view(after.snapshot.tree);
      if (before) {
        const names = await moved(before, after);
        for (const name of names) own.add(name);
        if (names.length > 0) changed.add(names);
      } else {
        changed.add([...namesOf(after), ...(await store.names())]);
      }
      return after;
    } catch (error) {
      readAt = -Infinity;
      throw error;
    }
  }

  async function moved(
    before: Subjects,
    after: Subjects,
  ): Promise<readonly string[]> {
    const asked = affectedByRequests(before.requested, after.requested);
    const [from, to] = [before.snapshot.commit, after.snapshot.commit];
    if (from === to) return asked;
    try {
      const history = await repository.history();
      const paths = (await history.diff(from, to)).map(({ path }) => path);
      return [...asked, ...affectedByCommit(paths, before, after)];
    } catch (error) {
      // Somebody may have rewritten the branch, and the commit before is gone.
      logger.debug(`all tenants are judged again: ${error}`);
      return [...namesOf(before), ...namesOf(after)];
    }
  }

  /** What may no longer be so is unknown at once; judging all of a cluster takes longer. */
  async function doubt(all: Subjects): Promise<void> {
    for (const [cluster, reason] of doubts) {
      try {
        if (hasArgoCd(cluster))
          await store.staleOn(undefined, namesOf(all), reason);
        else
          await store.staleOn(
            cluster,
            all.onCluster.get(cluster) ?? [],
            reason,
          );
      } catch (error) {
        // Judging them, which comes next, finds the same.
        logger.warn(
          `Tenants of ${cluster} are not unknown at once: ${shortened(error)}`,
        );
      }
      if (doubts.get(cluster) === reason) doubts.delete(cluster);
      onJudged?.([]);
    }
  }

  async function sweep(): Promise<void> {
    sweptAt = Date.now();
    const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
    // What changed is judged anyway, and first of all everything has.
    if (changed.size === 0)
      old.add(
        await store.judgedBefore(ago(pace.oldMs), 10 * pace.batchTenants),
      );
    // After that, so that what is old is judged even where this can't be written.
    await store.staleBefore(ago(pace.staleMs), overdueWords(pace.staleMs));
  }

  async function judgeSome(
    waiting: typeof changed,
    all: Subjects,
    rest: number,
  ): Promise<void> {
    const started = performance.now();
    const took = () => performance.now() - started;
    const judged: JudgedTenant[] = [];
    const gone: string[] = [];
    while (took() < pace.batchMs && judged.length < pace.batchTenants) {
      const name = waiting.next();
      if (name === undefined) break;
      const result = judge(name, all, view, clusters);
      if (result) judged.push(result);
      else gone.push(name);
    }
    try {
      const kept = await keep(judged);
      await store.remove(gone);
      if (kept.length > 0) failing = undefined;
      tell(kept, gone);
    } catch (error) {
      // Not before what else there is to do, for it may be these alone that the database doesn't take.
      old.add([...judged.map(({ name }) => name), ...gone]);
      throw error;
    }
    await pause(Math.max(1, took() * rest));
  }

  function tell(judged: readonly JudgedTenant[], gone: readonly string[]) {
    // Asked of each, for it also remembers.
    const news = judged.filter(tenant => content.isChanged(tenant));
    const names = judged
      .filter(tenant => news.includes(tenant) || own.has(tenant.name))
      .map(({ name }) => name);
    const left = gone.filter(name => content.forget(name));
    for (const { name } of judged) own.delete(name);
    for (const name of gone) own.delete(name);
    if (names.length + left.length > 0) onJudged?.([...names, ...left]);
  }

  async function untilWoken(ms: number): Promise<void> {
    const woken = new AbortController();
    wake = () => woken.abort();
    await pause(Math.max(1, ms), woken.signal);
    wake = () => {};
  }

  async function pause(ms: number, signal?: AbortSignal): Promise<void> {
    const signals = [stopping.signal, ...(signal ? [signal] : [])];
    await sleep(ms, undefined, {
      signal: AbortSignal.any(signals),
      ref: false,
    }).catch(() => {});
  }

  return {
    judging: () => ({
      waiting: changed.size,
      checkedAt: subjects?.snapshot.checkedAt,
      staleBecause: subjects?.snapshot.staleBecause,
      ...failing,
    }),
    async stop() {
      for (const end of unsubscribe) end();
      stopping.abort();
      await working;
    },
  };
}
