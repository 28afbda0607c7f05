import { get } from 'node:https';
import { applyObjects } from './applyYaml';
import { buildTools } from './build';
import { connect, type Client, type KubeObject } from './client';
import type { ControlPlane } from './controlPlane';
import { applyCrds } from './crds';
import { freePorts, retryTakenPort } from './ports';
import { until } from './until';

export interface Kyverno {
  /** Ends it and removes its webhooks, without which the API server would go on asking it. */
  stop(): Promise<void>;
  /** Ends it as a crash does: the API server goes on asking it. `stop` is still needed. */
  crash(): Promise<void>;
}

const namespace = 'kyverno';

const environment = {
  KYVERNO_NAMESPACE: namespace,
  KYVERNO_POD_NAME: 'kyverno-admission-controller',
  KYVERNO_DEPLOYMENT: 'kyverno-admission-controller',
  KYVERNO_SERVICEACCOUNT_NAME: 'kyverno-admission-controller',
  KYVERNO_SVC: 'kyverno-svc',
  INIT_CONFIG: 'kyverno',
  METRICS_CONFIG: 'kyverno-metrics',
};

/**
 * Starts Kyverno's admission controller beside the control plane, with its CRDs. It is ready to take policies; that one is
 * enforced has to be seen by a refusal, up to half a second after it was applied.
 */
export async function startKyverno(plane: ControlPlane): Promise<Kyverno> {
  const { kyverno } = await buildTools(['kyverno']);
  await applyCrds(plane, ['kyverno']);
  await applyObjects(plane.kubeconfigs.admin, objects());
  return retryTakenPort(() => start(plane, kyverno));
}

async function start(plane: ControlPlane, command: string): Promise<Kyverno> {
  const [webhookPort, metricsPort] = await freePorts(2);
  const running = await plane.run({
    name: 'kyverno',
    command,
    args: flags(plane.kubeconfigs.kyverno, webhookPort, metricsPort),
    env: environment,
  });
  const client = connect(plane.kubeconfigs.admin);
  const stop = async () => {
    await running.stop();
    await removeWebhooks(client);
    client.close();
  };
  try {
    await until(
      'Kyverno registered its webhooks and is ready to answer them',
      async () => {
        const authority = await registeredAuthority(client);
        return !!authority && isReady(webhookPort, authority);
      },
      { processes: [running], everyMs: 100 },
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, crash: () => running.stop() };
}

function objects(): KubeObject[] {
  const configMap = (
    name: string,
    data: Readonly<Record<string, string>>,
  ): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data,
  });
  const exempt = {
    namespaceSelector: {
      matchExpressions: [
        {
          key: 'kubernetes.io/metadata.name',
          operator: 'NotIn',
          values: ['kube-system', namespace],
        },
      ],
    },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    configMap('kyverno', {
      resourceFilters: '',
      webhooks: JSON.stringify(exempt),
    }),
    configMap('kyverno-metrics', {}),
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'kyverno-admission-controller', namespace },
    },
  ];
}

function flags(
  kubeconfig: string,
  webhookPort: number,
  metricsPort: number,
): string[] {
  const account = `system:serviceaccount:${namespace}`;
  return [
    `--kubeconfig=${kubeconfig}`,
    `--serverIP=127.0.0.1:${webhookPort}`,
    '--webhookServerHost=127.0.0.1',
    `--webhookServerPort=${webhookPort}`,
    '--caSecretName=kyverno-svc.kyverno.svc.kyverno-tls-ca',
    '--tlsSecretName=kyverno-svc.kyverno.svc.kyverno-tls-pair',
    '--tlsKeyAlgorithm=ECDSA',
    `--backgroundServiceAccountName=${account}:kyverno-background-controller`,
    `--reportsServiceAccountName=${account}:kyverno-reports-controller`,
    // It listens there all the same.
    '--disableMetrics=true',
    '--metricsHost=127.0.0.1',
    `--metricsPort=${metricsPort}`,
    '--controllerRuntimeMetricsAddress=0',
    '--enablePolicyException=false',
    '--admissionReports=false',
    '--autoMemLimitEnabled=false',
    '--leaderElectionRetryPeriod=1s',
  ];
}

const webhookKinds = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
].map(kind => `/apis/admissionregistration.k8s.io/v1/${kind}`);
const managed = `labelSelector=webhook.kyverno.io/managed-by=kyverno`;

interface Webhooks {
  readonly items: readonly {
    readonly webhooks?: readonly {
      readonly clientConfig: { readonly caBundle?: string };
    }[];
  }[];
}

/** The certificates that the API server trusts when it asks Kyverno; undefined until both kinds are registered. */
async function registeredAuthority(
  client: Client,
): Promise<string | undefined> {
  const lists = await Promise.all(
    webhookKinds.map(path => client.get<Webhooks>(`${path}?${managed}`)),
  );
  const bundles = lists.map(list =>
    list?.items
      .flatMap(({ webhooks = [] }) => webhooks)
      .map(({ clientConfig }) => clientConfig.caBundle)
      .find(bundle => bundle !== undefined),
  );
  return bundles.every(bundle => bundle !== undefined) ? bundles[0] : undefined;
}

/** Outside of a cluster it leaves them behind. An API server that is gone has none either. */
async function removeWebhooks(client: Client): Promise<void> {
  for (const path of webhookKinds) {
    await client.send('DELETE', `${path}?${managed}`).catch(() => {});
  }
}

/** It registers its webhooks a moment before it has the certificate for them. */
function isReady(port: number, authority: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const outgoing = get(
      `https://127.0.0.1:${port}/health/readiness`,
      { ca: Buffer.from(authority, 'base64'), agent: false, timeout: 5_000 },
      incoming => {
        incoming.resume();
        resolve(incoming.statusCode === 200);
      },
    );
    outgoing.once('error', reject);
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer')));
  });
}
