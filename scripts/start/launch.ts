import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openForge } from './forge';
import { openLifeline } from './lifeline';
import {
  localCluster,
  localServer,
  openLocalCluster,
  type LocalCluster,
} from './localCluster';
import { whenParentsAreGone } from './parents';
import { startGroup } from './processGroup';
import { waitUntilReady } from './ready';
import { checkPorts } from './requirements';
import { readSecrets } from './secrets';
import { portOverrides, readSettings, type Settings } from './settings';

export interface LaunchOptions {
  /** Starts a real cluster with Argo CD beside it. */
  readonly cluster?: boolean;
}

/** Runs until something ends it, then stops all it started; resolves to the exit code. */
export async function launch({
  cluster = false,
}: LaunchOptions = {}): Promise<number> {
  const settings = readSettings(resolve(__dirname, '..', '..'), process.env, {
    stateDir: cluster ? '.tenantry/with-cluster' : '.tenantry',
  });
  const { app, backend, forge: forgePort, metrics } = settings;
  await checkPorts([app, backend, forgePort, ...(metrics ? [metrics] : [])]);
  const secrets = await readSecrets(settings.stateDir, process.env);

  const stopping = new AbortController();
  const asked = stopSignal(stopping);
  // From now on: building a cluster's programs takes minutes.
  const stopWatching = whenParentsAreGone(() => asked.stop());
  const forge = await openForge(settings, secrets, cluster ? localServer : {});
  const local = cluster
    ? await Promise.race([
        openLocalCluster(`${forge.url}/platform/tenants`, settings),
        asked.outcome.then(() => undefined),
      ])
    : undefined;
  if (stopping.signal.aborted) {
    stopWatching();
    await forge.close();
    return 0;
  }
  const lifeline = await openLifeline({
    root: settings.root,
    onBackendGone: () => asked.fail(backendGone(settings)),
  });
  const backstage = startGroup(
    process.execPath,
    [
      join(
        settings.root,
        'node_modules',
        '@backstage',
        'cli',
        'bin',
        'backstage-cli',
      ),
      'repo',
      'start',
    ],
    {
      cwd: settings.root,
      env: {
        ...process.env,
        ...portOverrides(settings, secrets.portal),
        ...lifeline.env,
        ...local?.env,
        TENANTRY_STATE_DIR: settings.stateDir,
        TENANTRY_FORGE_TOKEN: secrets.portal,
        TENANTRY_WEBHOOK_SECRET: secrets.webhook,
        // The backend has no business with the right to approve.
        TENANTRY_REVIEWER_TOKEN: undefined,
      },
    },
  );
  backstage.ended.then(how =>
    asked.fail(`Backstage stopped (${how}); its last lines above say why.`),
  );
  announce(settings, stopping.signal, local);

  const outcome = await asked.outcome;
  stopping.abort();
  stopWatching();
  if (outcome.failure) console.error(`\n${outcome.failure}\n`);
  await backstage.stop();
  lifeline.close();
  await local?.stop();
  await Promise.race([forge.close(), sleep(5_000)]);
  return outcome.failure ? 1 : 0;
}

interface Outcome {
  /** Absent when somebody asked for the end. */
  readonly failure?: string;
}

/** The first of: Ctrl-C, SIGTERM, the terminal's end, a failure. */
function stopSignal(stopping: AbortController): {
  outcome: Promise<Outcome>;
  stop(): void;
  fail(reason: string): void;
} {
  let settle: (outcome: Outcome) => void = () => {};
  const outcome = new Promise<Outcome>(resolve_ => {
    settle = resolve_;
  });
  const stop = () => {
    if (!stopping.signal.aborted) console.log('\nStopping Tenantry …');
    stopping.abort();
    settle({});
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, stop);
  }
  return { outcome, stop, fail: failure => settle({ failure }) };
}

function backendGone({ backend }: Settings): string {
  return `The backend (port ${backend.port}) stopped; its last lines above say why. Everything else is being stopped too.`;
}

async function announce(
  settings: Settings,
  signal: AbortSignal,
  local: LocalCluster | undefined,
): Promise<void> {
  const app = `http://localhost:${settings.app.port}`;
  const backend = `http://localhost:${settings.backend.port}`;
  const forge = `http://localhost:${settings.forge.port}`;
  const started = Date.now();
  const ready = await waitUntilReady(
    [`${app}/`, `${backend}/.backstage/health/v1/readiness`, `${forge}/`],
    signal,
  );
  if (!ready) return;
  const seconds = Math.round((Date.now() - started) / 1000);
  const token = process.env.TENANTRY_REVIEWER_TOKEN
    ? 'the token in TENANTRY_REVIEWER_TOKEN'
    : `the token in ${join(settings.stateDir, 'forge', 'reviewer.token')}`;
  console.log(
    [
      '',
      `Tenantry is ready (${seconds} s).`,
      `  app    ${app}   request a place: ${app}/create`,
      `  forge  ${forge}   sign in as reviewer with ${token}`,
      ...(local
        ? [
            `  ${localCluster}  a real cluster with Argo CD: export KUBECONFIG=${local.kubeconfig}`,
          ]
        : []),
      ...(settings.metrics
        ? [`  metrics  http://127.0.0.1:${settings.metrics.port}/metrics`]
        : []),
      '  Ctrl-C stops everything.',
      '',
    ].join('\n'),
  );
}
