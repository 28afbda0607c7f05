import { openCluster, type ClusterClient } from '@tenantry/cluster';
import type { KubernetesObject } from '@tenantry/controls';
import { openMirror, type Mirror } from '@tenantry/gitops';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startArgoCd } from '../../test/cluster/rig/argocd';
import { readObjects } from '../../test/cluster/rig/applyYaml';
import {
  startControlPlane,
  type ControlPlane,
} from '../../test/cluster/rig/controlPlane';
import { startKyverno } from '../../test/cluster/rig/kyverno';
import { requireRedis } from '../../test/cluster/rig/redis';
import { accountKubeconfig } from '../../test/cluster/suite/account';
import { applyAll } from '../../test/cluster/suite/apply';
import { keepProved } from './keepProved';
import type { Settings } from './settings';

/** The cluster of the example that is a real one here; the other stays one that nobody connected. */
export const localCluster = 'dev-1';

/** The server of that cluster in the example's files, and what Argo CD calls the cluster it runs on. */
export const localServer: Readonly<Record<string, string>> = {
  'https://dev-1.k8s.example.com:6443': 'https://kubernetes.default.svc',
};

export interface LocalCluster {
  /** What tells the backend of it. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of a kubeconfig past all rights, for whoever wants to look. */
  readonly kubeconfig: string;
  stop(): Promise<void>;
}

/** Where the accounts of the portal and of the prover lie. */
const namespace = 'tenantry-portal';

/**
 * A real cluster without nodes: etcd, kube-apiserver, kube-controller-manager, Kyverno and Argo CD, which applies what the
 * repository says. Every environment is proved once Argo CD has applied it, and again when rules change. Nothing of it is kept.
 *
 * @param repository the URL of the GitOps repository, for Argo CD and for the prover.
 * @throws MissingRequirement without Go or Redis.
 */
export async function openLocalCluster(
  repository: string,
  { root, stateDir }: Settings,
): Promise<LocalCluster> {
  await requireRedis();
  const plane = await startControlPlane({
    crds: ['argo-cd', 'policy-reports', 'open-reports'],
  });
  try {
    await startKyverno(plane);
    const client = await openCluster({
      kubeconfig: plane.kubeconfigs.platform,
    });
    await applyAll(client, [namespaceObject(namespace)]);
    const mirror = await openMirror({
      url: repository,
      directory: join(stateDir, 'prover'),
      branch: 'main',
    });
    await startArgoCd(plane);
    await bootstrap(client, mirror);
    const observer = await accountKubeconfig(plane, client, {
      name: 'observer',
      namespace,
      role: await observerRole(root),
    });
    const prover = await keepProved(localCluster, mirror, {
      client,
      openProver: role => openProver(plane, client, role),
    });
    return {
      env: {
        APP_CONFIG_tenantry_clusters: JSON.stringify({
          [localCluster]: { kubeconfig: observer, argoCd: true },
        }),
      },
      kubeconfig: plane.kubeconfigs.admin,
      async stop() {
        await prover.stop();
        client.close();
        await plane.stop();
      },
    };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** What a platform engineer applies once, by hand: after that Argo CD keeps everything as it is in Git. */
async function bootstrap(client: ClusterClient, mirror: Mirror): Promise<void> {
  const { head } = await mirror.fetch();
  const tree = await mirror.tree(head);
  const objects = tree
    .paths('argocd/')
    .filter(path => !path.startsWith('argocd/projects/'))
    .flatMap(path => readObjects(tree.read(path) ?? ''));
  const isProject = ({ kind }: { readonly kind: string }) =>
    kind === 'AppProject';
  await applyAll(client, [
    ...objects.filter(isProject),
    ...objects.filter(object => !isProject(object)),
  ] as KubernetesObject[]);
}

/** As the documentation has it, which is thereby tried. */
async function observerRole(root: string): Promise<KubernetesObject> {
  const text = await readFile(join(root, 'docs', 'observer-role.yaml'), 'utf8');
  const [role] = readObjects(text);
  return role as KubernetesObject;
}

async function openProver(
  plane: ControlPlane,
  client: ClusterClient,
  role: KubernetesObject,
): Promise<ClusterClient> {
  return openCluster({
    kubeconfig: await accountKubeconfig(plane, client, {
      name: 'prover',
      namespace,
      role,
    }),
  });
}

function namespaceObject(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
