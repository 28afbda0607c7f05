import {
  castOf,
  prove,
  proverRole,
  rulesDigest,
  stagesOf,
  writeReports,
  type ClusterClient,
} from '@tenantry/cluster';
import {
  guardRailsApplication,
  tenantsFolder,
  type KubernetesObject,
  type Stage,
} from '@tenantry/controls';
import { readFleet, type Mirror } from '@tenantry/gitops';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProvingOptions {
  /** Of somebody who may read Applications. */
  readonly client: ClusterClient;
  /** A client of an account with this role and no other right. */
  readonly openProver: (role: KubernetesObject) => Promise<ClusterClient>;
}

const everyMs = 5_000;

/**
 * Proves every environment on a cluster once Argo CD has applied it, and again when it or the rules have changed; the reports lie
 * in its namespace.
 */
export async function keepProved(
  cluster: string,
  mirror: Mirror,
  { client, openProver }: ProvingOptions,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  /** By namespace: under which rules, and of which files, its last proof is. */
  const proved = new Map<string, string>();
  /** By what was tried: what went wrong last, told once. */
  const problems = new Map<string, string>();

  async function proveWhatChanged(): Promise<void> {
    const { head } = await mirror.fetch();
    const { fleet } = readFleet(await mirror.tree(head));
    const folders = await mirror.folders(head, tenantsFolder(cluster));
    const rules = await rulesDigest(client);
    for (const stage of stagesOf(fleet, cluster)) {
      const tenant = stage.tenant.metadata.name;
      const state = `${rules} ${folders.get(tenant)}`;
      if (stopping.signal.aborted) return;
      if (proved.get(stage.namespace) === state) continue;
      await told(stage.namespace, async () => {
        if (!(await isApplied(client, stage, folders.get(tenant), mirror)))
          return;
        await proveOne(stage);
        proved.set(stage.namespace, state);
      });
    }
  }

  /** One that can't be proved doesn't keep the others from it. */
  async function told(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      problems.delete(what);
    } catch (error) {
      const problem = String(error);
      if (!stopping.signal.aborted && problems.get(what) !== problem)
        console.warn(`proving ${what}: ${problem}; trying again`);
      problems.set(what, problem);
    }
  }

  async function proveOne(stage: Stage): Promise<void> {
    const prover = await openProver(
      proverRole([castOf(stage)], { reports: true }),
    );
    try {
      await writeReports(prover, await prove(prover, stage));
    } finally {
      prover.close();
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await told('what changed', proveWhatChanged);
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(
        () => undefined,
      );
    }
  }

  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

interface Application {
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
  };
}

/** Whether Argo CD has applied the tenant's files as they are now. */
async function isApplied(
  client: ClusterClient,
  { tenant, cluster, platform }: Stage,
  files: string | undefined,
  mirror: Mirror,
): Promise<boolean> {
  const name = guardRailsApplication(
    cluster.metadata.name,
    tenant.metadata.name,
  );
  const { body } = await client.get(
    `/apis/argoproj.io/v1alpha1/namespaces/${platform.spec.argocd.namespace}/applications/${name}`,
  );
  const { sync } = (body as Application).status ?? {};
  if (sync?.status !== 'Synced' || !sync.revision) return false;
  const applied = await mirror.folders(
    sync.revision,
    tenantsFolder(cluster.metadata.name),
  );
  return applied.get(tenant.metadata.name) === files;
}
