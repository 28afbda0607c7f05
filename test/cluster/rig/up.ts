/**
 * A control plane by hand: `tsx test/cluster/rig/up.ts [--kyverno]` prints the path of a kubeconfig and keeps everything
 * running until Ctrl-C.
 */
import { whenParentsAreGone } from '../../../scripts/start/parents';
import { startControlPlane } from './controlPlane';
import { startKyverno } from './kyverno';
import { MissingRequirement } from './missing';

async function main(): Promise<void> {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(1);
  const plane = await startControlPlane();
  console.log(`control plane after ${seconds()} s: ${plane.server}`);
  if (process.argv.includes('--kyverno')) {
    await startKyverno(plane);
    console.log(`Kyverno after ${seconds()} s`);
  }
  console.log(`\n  export KUBECONFIG=${plane.kubeconfigs.admin}\n`);
  console.log('Ctrl-C stops everything.');
  await endAsked();
  console.log('stopping …');
  await plane.stop();
}

function endAsked(): Promise<void> {
  return new Promise(resolve => {
    // The programs it started don't keep this one alive.
    const alive = setInterval(() => {}, 60_000);
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, end);
    }
    whenParentsAreGone(end);
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof MissingRequirement ? error.message : error);
  process.exitCode = 1;
});
