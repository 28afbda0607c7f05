import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { get } from 'node:http';
import { connect as connectTo } from 'node:net';
import { delimiter, join } from 'node:path';
import { applyObjects } from './applyYaml';
import { buildTools, moduleFolder } from './build';
import type { KubeObject } from './client';
import type { ControlPlane } from './controlPlane';
import { applyCrds } from './crds';
import { go } from './go';
import { freePorts, retryTakenPort } from './ports';
import { requireRedis, startRedis, type Redis } from './redis';
import type { RunningProcess } from './processes';
import { until } from './until';

/** Argo CD without its API server and pages: what makes a cluster what Git says. */
export interface ArgoCd {
  /** Ends its controllers; what they applied stays. */
  stop(): Promise<void>;
  /** Starts them again after `stop`. */
  start(): Promise<void>;
}

export const argoNamespace = 'argocd';

/** How often Applications are compared and ApplicationSets look at Git, without being told. */
const pollSeconds = 3;

/** The same, for whoever waits to see that nothing happens. */
export const argoPollMs = pollSeconds * 1_000;

/**
 * Starts Redis and Argo CD's repo server, application controller and ApplicationSet controller beside a control plane,
 * with impersonation on: nothing is applied but by the account that a project names.
 */
export async function startArgoCd(plane: ControlPlane): Promise<ArgoCd> {
  await requireRedis();
  const { argocd } = await buildTools(['argocd']);
  await applyCrds(plane, ['argo-cd']);
  await applyObjects(plane.kubeconfigs.admin, objects());
  const redis = await retryTakenPort(() => startRedis(plane));
  const home = await layOut(plane);
  let running: readonly RunningProcess[] = [];
  const argoCd: ArgoCd = {
    async start() {
      running = await retryTakenPort(() => run(plane, argocd, redis, home));
    },
    async stop() {
      for (const each of [...running].reverse()) await each.stop();
      running = [];
    },
  };
  await argoCd.start();
  return argoCd;
}

/** Its folders, and the script it calls to look at the signature of a commit, even where none is asked for. */
async function layOut(plane: ControlPlane): Promise<string> {
  const home = join(plane.directory, 'argocd');
  for (const folder of ['bin', 'tmp', 'tls', 'ssh', 'gpg', 'plugins'])
    await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
  const script = join(home, 'bin', 'git-verify-wrapper.sh');
  await copyFile(
    join(await moduleSource(), 'hack', 'git-verify-wrapper.sh'),
    script,
  );
  await chmod(script, 0o700);
  return home;
}

async function moduleSource(): Promise<string> {
  const printed = await go(moduleFolder('argocd'), [
    'mod',
    'download',
    '-json',
    'github.com/argoproj/argo-cd/v3',
  ]);
  const { Dir }: { Dir: string } = JSON.parse(printed);
  return Dir;
}

async function run(
  plane: ControlPlane,
  command: string,
  redis: Redis,
  home: string,
): Promise<RunningProcess[]> {
  const ports = await freePorts(6);
  const [repo, repoMetrics, controllerMetrics, metrics, probe, webhook] = ports;
  const local = (port: number) => `127.0.0.1:${port}`;
  const { platform: kubeconfig } = plane.kubeconfigs;
  const env = {
    ...environment(home),
    REDIS_PASSWORD: redis.password,
    KUBECONFIG: kubeconfig,
  };
  const start = (name: string, args: readonly string[]) =>
    plane.run({
      name: `argocd-${name}`,
      command,
      args: [name, ...args],
      env,
    });
  const started = [
    await start('repo-server', [
      '--address=127.0.0.1',
      `--port=${repo}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${repoMetrics}`,
      `--redis=${local(redis.port)}`,
      '--disable-tls',
      '--client-ca-path=',
      '--revision-cache-expiration=1s',
      '--loglevel=warn',
    ]),
    await start('application-controller', [
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${argoNamespace}`,
      `--repo-server=${local(repo)}`,
      `--metrics-port=${controllerMetrics}`,
      `--redis=${local(redis.port)}`,
      `--app-resync=${pollSeconds}s`,
    ]),
    await start('applicationset-controller', [
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${argoNamespace}`,
      `--argocd-repo-server=${local(repo)}`,
      '--repo-server-plaintext',
      `--metrics-addr=${local(metrics)}`,
      `--probe-addr=${local(probe)}`,
      `--webhook-addr=${local(webhook)}`,
      '--loglevel=warn',
    ]),
  ];
  const waits: readonly [string, () => Promise<boolean>][] = [
    ["Argo CD's repo server listens", () => listens(repo)],
    [
      "Argo CD's application controller is well",
      () => answers(local(controllerMetrics), '/healthz'),
    ],
    ["Argo CD's ApplicationSet controller listens", () => listens(webhook)],
  ];
  for (const [what, isSo] of waits)
    await until(what, isSo, { processes: started, everyMs: 100 });
  return started;
}

function environment(home: string): Record<string, string> {
  return {
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_APPLICATIONSET_CONTROLLER_REQUEUE_AFTER: `${pollSeconds}s`,
    ARGOCD_TLS_DATA_PATH: join(home, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(home, 'ssh'),
    ARGOCD_GPG_DATA_PATH: join(home, 'gpg'),
    ARGOCD_GNUPGHOME: join(home, 'gpg'),
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_PLUGINSOCKFILEPATH: join(home, 'plugins'),
    ARGOCD_ASK_PASS_SOCK: join(home, 'ask-pass.sock'),
    HOME: home,
    TMPDIR: join(home, 'tmp'),
    PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
}

/** What its installation manifests would bring, without Deployments; the account is the one that projects name. */
function objects(): KubeObject[] {
  const account = 'argocd-application-controller';
  const part = { 'app.kubernetes.io/part-of': 'argocd' };
  const named = (name: string) => ({
    name,
    namespace: argoNamespace,
    labels: part,
  });
  const configMap = (
    name: string,
    data: Readonly<Record<string, string>> = {},
  ): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: named(name),
    data,
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: argoNamespace } },
    configMap('argocd-cm', {
      'application.resourceTrackingMethod': 'annotation',
      'application.sync.impersonation.enabled': 'true',
      'timeout.reconciliation': `${pollSeconds}s`,
      'timeout.reconciliation.jitter': '0s',
    }),
    ...[
      'argocd-rbac-cm',
      'argocd-cmd-params-cm',
      'argocd-tls-certs-cm',
      'argocd-ssh-known-hosts-cm',
      'argocd-gpg-keys-cm',
    ].map(name => configMap(name)),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: named('argocd-secret'),
      stringData: { 'server.secretkey': randomBytes(32).toString('hex') },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: named(account),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [
        { kind: 'ServiceAccount', name: account, namespace: argoNamespace },
      ],
    },
  ];
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connectTo(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function answers(address: string, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const outgoing = get(
      `http://${address}${path}`,
      { timeout: 2_000 },
      incoming => {
        incoming.resume();
        resolve(incoming.statusCode === 200);
      },
    );
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
  });
}
