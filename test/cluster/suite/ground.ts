import {
  applicationKind,
  observeCluster,
  observerRole,
  openCluster,
  proofKinds,
} from '@tenantry/cluster';
import type { ClusterClient, ClusterObserver } from '@tenantry/cluster';
import { kindsToObserve, registry, renderPlatform } from '@tenantry/controls';
import { startForge } from '@tenantry/forge';
import {
  createClient,
  openMirror,
  prepareProposal,
  propose,
  repositoryFiles,
} from '@tenantry/gitops';
import type { Mirror } from '@tenantry/gitops';
import { unwrap } from '@tenantry/model';
import type { Fleet, TenantRequest } from '@tenantry/model';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startArgoCd } from '../rig/argocd';
import type { ArgoCd } from '../rig/argocd';
import { startControlPlane } from '../rig/controlPlane';
import type { ControlPlane } from '../rig/controlPlane';
import { startKyverno } from '../rig/kyverno';
import { requireRedis } from '../rig/redis';
import { openAccount } from './account';
import { applyAll } from './apply';
import { crdsOf } from './crdsOf';
import { provingGround } from './fleet';
import type { Dialect } from './fleet';
import { clusterObjects } from './objects';

/** A cluster that Argo CD keeps as a repository says. */
export interface Ground {
  readonly plane: ControlPlane;
  readonly argoCd: ArgoCd;
  readonly cluster: string;
  readonly mirror: Mirror;
  /** A platform engineer. */
  readonly client: ClusterClient;
  /** Who looks for the portal, with the emitted role and no other right. */
  readonly observer: ClusterObserver;
  /** The fleet as the repository had it at the start. */
  readonly fleet: Fleet;
  /** Asks for a change by a pull request and merges it; resolves to the new commit. */
  change(request: TenantRequest): Promise<string>;
  close(): Promise<void>;
}

/** What Argo CD calls the cluster it runs on. */
const inCluster = 'https://kubernetes.default.svc';

/**
 * Everything from nothing: a forge with the repository of the proving ground's tenants on one cluster, a control plane,
 * Kyverno where it enforces the rules, Argo CD, and what somebody applies once by hand.
 */
export async function openGround(
  dialect: Dialect,
  cluster: string,
): Promise<Ground> {
  await requireRedis();
  const token = randomBytes(24).toString('hex');
  const plane = await startControlPlane({
    crds: [
      ...crdsOf(provingGround(dialect).clusters, cluster),
      'policy-reports',
      'open-reports',
    ],
  });
  const closers: (() => Promise<unknown>)[] = [() => plane.stop()];
  const close = async () => {
    for (const each of closers.splice(0).reverse()) await each();
  };
  try {
    const forge = await startForge({
      dataDir: join(plane.directory, 'forge'),
      port: 0,
      users: [
        { login: 'platform', name: 'Platform', email: 'p@example.com', token },
      ],
    });
    closers.push(() => forge.close());
    const url = `${forge.url}/platform/tenants`;
    const fleet = onlyOn(cluster, provingGround(dialect), `${url}.git`);
    await forge.createRepository({
      owner: 'platform',
      name: 'tenants',
      initialFiles: Object.fromEntries(repositoryFiles(fleet)),
    });
    const mirror = await openMirror({
      url,
      directory: join(plane.directory, 'mirror'),
      branch: 'main',
    });
    if (dialect === 'kyverno') await startKyverno(plane);
    const argoCd = await startArgoCd(plane);
    const client = await openCluster({
      kubeconfig: plane.kubeconfigs.platform,
    });
    closers.push(async () => client.close());
    const byHand = renderPlatform(fleet).objects.map(({ object }) => object);
    await applyAll(client, byHand);
    const kinds = [
      ...kindsToObserve([
        ...clusterObjects(fleet, cluster, registry),
        ...byHand,
      ]),
      applicationKind,
      ...proofKinds,
    ];
    const observer = observeCluster({
      client: await openAccount(plane, client, {
        name: 'observer',
        namespace: 'default',
        role: observerRole(kinds),
      }),
    });
    closers.push(() => observer.stop());
    observer.follow(kinds);
    const octokit = createClient({ apiBaseUrl: forge.apiUrl, token });
    return {
      plane,
      argoCd,
      cluster,
      mirror,
      client,
      observer,
      fleet,
      async change(request) {
        const { head } = await mirror.fetch();
        const proposal = unwrap(
          prepareProposal({
            tree: await mirror.tree(head),
            request,
            repository: { htmlUrl: url },
          }),
        );
        const repository = { owner: 'platform', repo: 'tenants' };
        const { pullRequestNumber } = await propose({
          octokit,
          ...repository,
          baseBranch: 'main',
          proposal,
          history: mirror,
        });
        if (!pullRequestNumber) throw new Error('the request changes nothing');
        await octokit.rest.pulls.merge({
          ...repository,
          pull_number: pullRequestNumber,
        });
        return (await mirror.fetch()).head;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The fleet with one cluster, the one that Argo CD runs on; the tenant ledger has a second environment there, to give up. */
function onlyOn(cluster: string, fleet: Fleet, url: string): Fleet {
  return {
    platform: {
      ...fleet.platform,
      spec: {
        ...fleet.platform.spec,
        repository: { ...fleet.platform.spec.repository, url },
      },
    },
    clusters: fleet.clusters
      .filter(({ metadata }) => metadata.name === cluster)
      .map(facts => ({
        ...facts,
        spec: {
          ...facts.spec,
          server: inCluster,
        },
      })),
    tenants: fleet.tenants
      .map(tenant => ({
        ...tenant,
        spec: {
          ...tenant.spec,
          environments: tenant.spec.environments.filter(
            environment => environment.cluster === cluster,
          ),
        },
      }))
      .filter(({ spec }) => spec.environments.length > 0)
      .map(tenant =>
        tenant.metadata.name === 'ledger'
          ? {
              ...tenant,
              spec: {
                ...tenant.spec,
                environments: [
                  ...tenant.spec.environments,
                  { ...tenant.spec.environments[0], ...spare(cluster) },
                ],
              },
            }
          : tenant,
      ),
  };
}

function spare(cluster: string) {
  return { name: 'spare', cluster, hosts: [], peers: [], egress: [] };
}
