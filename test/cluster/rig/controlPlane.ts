import { join } from 'node:path';
import { auditing, type AuditLevel } from './audit';
import { buildTools } from './build';
import {
  writeCertificates,
  writeKubeconfig,
  type ClientName,
} from './certificates';
import { applyCrds } from './crds';
import type { CrdsName } from './crdSources';
import { connect, type Client, type KubeObject } from './client';
import { privateDirectory } from './directory';
import {
  apiServerFlags,
  controllerManagerFlags,
  etcdFlags,
  type Layout,
} from './flags';
import { freePorts, retryTakenPort } from './ports';
import {
  startProcess,
  stopAll,
  type ProcessSpec,
  type RunningProcess,
} from './processes';
import { until } from './until';

export interface ControlPlaneOptions {
  /** Such as `--feature-gates=…`; these come last and win. */
  readonly extraApiServerFlags?: readonly string[];
  readonly extraControllerManagerFlags?: readonly string[];
  /** Kinds that are there before the controllers: later ones are counted by quotas only after half a minute. */
  readonly crds?: readonly CrdsName[];
  /** Records every request at this level; without, nothing is recorded. */
  readonly audit?: AuditLevel;
}

/** A Kubernetes API with the controllers that need no nodes, on loopback, for as long as it isn't stopped. */
export interface ControlPlane {
  /** Its address, `https://127.0.0.1:<port>`. */
  readonly server: string;
  /**
   * Paths of the ways in: `admin` is past all rights (system:masters); `platform` (user platform-admin) and `kyverno` are
   * cluster-admin by RBAC, so that admission and audit see them as anybody else.
   */
  readonly kubeconfigs: Readonly<
    Record<'admin' | 'platform' | 'kyverno', string>
  >;
  /** Private to this control plane, with the logs; removed by `stop`, unless TENANTRY_RIG_KEEP=1. */
  readonly directory: string;
  /** One JSON event a line; written with the option `audit` only. */
  readonly auditLog: string | undefined;
  /** The process of kube-apiserver; another one after each `startApiServer`. */
  readonly apiServerPid: number;
  readonly etcdPid: number;
  /** Ends kube-apiserver alone, until `startApiServer`: what is stored stays, what it remembers of changes doesn't. */
  stopApiServer(): Promise<void>;
  /** Resolves when it answers again, at the same address. */
  startApiServer(): Promise<void>;
  /** Starts another program beside it, which ends before the control plane does. */
  run(spec: Omit<ProcessSpec, 'directory'>): Promise<RunningProcess>;
  /** Ends everything, the newest first. */
  stop(): Promise<void>;
}

/**
 * Starts etcd, kube-apiserver and kube-controller-manager: about 6 s, on the first call plus the time to build them.
 *
 * @throws MissingRequirement without Go; Error with the end of the logs when it doesn't come up.
 */
export async function startControlPlane(
  options: ControlPlaneOptions = {},
): Promise<ControlPlane> {
  const tools = await buildTools(['etcd', 'kubernetes', 'certs']);
  return retryTakenPort(() => start(tools, options));
}

type Tools = Awaited<
  ReturnType<typeof buildTools<'etcd' | 'kubernetes' | 'certs'>>
>;

async function start(
  tools: Tools,
  options: ControlPlaneOptions,
): Promise<ControlPlane> {
  const { directory, remove } = await privateDirectory();
  const running: RunningProcess[] = [];
  const run: ControlPlane['run'] = async spec => {
    const started = await startProcess({ ...spec, directory });
    running.push(started);
    return started;
  };
  const stop = async () => {
    await stopAll(running.splice(0));
    remove();
  };
  try {
    const at = await layOut(directory);
    await writeCertificates(tools.certs, at.certificates);
    const server = `https://127.0.0.1:${at.apiServerPort}`;
    const kubeconfig = (name: ClientName) =>
      writeKubeconfig(directory, at.certificates, name, server);
    const kubeconfigs = {
      admin: await kubeconfig('admin'),
      platform: await kubeconfig('platform'),
      kyverno: await kubeconfig('kyverno'),
    };
    const audit = await auditing(directory, options.audit);

    const etcd = await run({
      name: 'etcd',
      command: tools.etcd,
      args: etcdFlags(at),
    });
    const apiServerSpec = {
      name: 'kube-apiserver',
      command: tools['kube-apiserver'],
      args: [
        ...apiServerFlags(at),
        ...audit.flags,
        ...(options.extraApiServerFlags ?? []),
      ],
    };
    let apiServer = await run(apiServerSpec);
    const controllerManager = {
      name: 'kube-controller-manager',
      command: tools['kube-controller-manager'],
      args: [
        ...controllerManagerFlags(at, await kubeconfig('controller-manager')),
        ...(options.extraControllerManagerFlags ?? []),
      ],
    };
    const client = connect(kubeconfigs.admin);
    try {
      await untilServing(client, running);
      await applyCrds({ kubeconfigs }, options.crds ?? []);
      await run(controllerManager);
      await Promise.all([
        untilControlled(client, running),
        ...['platform-admin', 'kyverno'].map(user => client.apply(bound(user))),
      ]);
    } finally {
      client.close();
    }
    return {
      server,
      kubeconfigs,
      directory,
      auditLog: audit.log,
      get apiServerPid() {
        return apiServer.pid;
      },
      etcdPid: etcd.pid,
      stopApiServer: () => apiServer.stop(),
      async startApiServer() {
        const ended = apiServer;
        apiServer = await startProcess({ ...apiServerSpec, directory });
        // In its place: what asks it ends before it does.
        running[running.indexOf(ended)] = apiServer;
        const asking = connect(kubeconfigs.admin);
        await untilServing(asking, [apiServer]).finally(asking.close);
      },
      run,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function layOut(directory: string): Promise<Layout> {
  const [etcdPort, etcdPeerPort, apiServerPort] = await freePorts(3);
  return {
    directory,
    certificates: join(directory, 'pki'),
    etcdPort,
    etcdPeerPort,
    apiServerPort,
  };
}

async function untilServing(
  client: Client,
  processes: readonly RunningProcess[],
): Promise<void> {
  await until(
    'the API server is ready and has the namespace default',
    async () =>
      (await client.send('GET', '/readyz')).status === 200 &&
      (await client.get('/api/v1/namespaces/default')) !== undefined,
    { processes },
  );
}

async function untilControlled(
  client: Client,
  processes: readonly RunningProcess[],
): Promise<void> {
  interface ClusterRole {
    readonly rules?: readonly unknown[] | null;
  }
  await until(
    'the controllers made a ServiceAccount and filled the ClusterRole admin',
    async () => {
      const [account, role] = await Promise.all([
        client.get('/api/v1/namespaces/default/serviceaccounts/default'),
        client.get<ClusterRole>(
          '/apis/rbac.authorization.k8s.io/v1/clusterroles/admin',
        ),
      ]);
      return account !== undefined && (role?.rules?.length ?? 0) > 0;
    },
    { processes },
  );
}

function bound(user: string): KubeObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `rig:${user}` },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'cluster-admin',
    },
    subjects: [
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user },
    ],
  };
}
