/**
 * A control plane by hand: `tsx test/cluster/rig/up.ts [--kyverno]` prints the path of a kubeconfig and keeps everything
 * running until Ctrl-C.
 */
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

/** By a signal, or by the end of tsx, which can't pass SIGKILL on. */
function endAsked(): Promise<void> {
  return new Promise(resolve => {
    const parent = process.ppid;
    // Keeps this process alive, too: the programs it started don't.
    const watch = setInterval(() => {
      if (process.ppid !== parent) end();
    }, 1_000);
    function end() {
      clearInterval(watch);
      resolve();
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, end);
    }
  });
}

main().catch((error: unknown) => {
  console.error(error instanceof MissingRequirement ? error.message : error);
  process.exitCode = 1;
});
