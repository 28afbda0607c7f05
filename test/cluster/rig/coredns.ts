import { Resolver } from 'node:dns/promises';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildTools } from './build';
import type { ControlPlane } from './controlPlane';
import { localCorefile } from './corefile';
import { freePorts, retryTakenPort } from './ports';
import { until } from './until';

export interface CoreDns {
  readonly address: string;
  /** For UDP and TCP. */
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts CoreDNS beside the control plane with a Corefile as it would be in a cluster; see corefile.ts for what is different.
 * It answers for the objects that are there by then, and later ones follow within moments.
 */
export async function startCoreDns(
  plane: ControlPlane,
  corefile: string,
): Promise<CoreDns> {
  const { coredns } = await buildTools(['coredns']);
  return retryTakenPort(() => start(plane, coredns, corefile));
}

async function start(
  plane: ControlPlane,
  command: string,
  corefile: string,
): Promise<CoreDns> {
  const [port, readyPort] = await freePorts(2);
  const { platform: kubeconfig } = plane.kubeconfigs;
  const name = `coredns-${port}`;
  const path = join(plane.directory, `${name}.corefile`);
  await writeFile(
    path,
    localCorefile(corefile, { port, readyPort, kubeconfig }),
  );
  const running = await plane.run({ name, command, args: ['-conf', path] });
  try {
    await until(
      'CoreDNS has read the cluster and answers',
      async () => {
        const answer = await fetch(`http://127.0.0.1:${readyPort}/ready`);
        await answer.body?.cancel();
        // Its plugins are ready a moment before it listens.
        return answer.ok && answers(port);
      },
      { processes: [running], everyMs: 50 },
    );
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { address: '127.0.0.1', port, stop: running.stop };
}

/** Any answer is one, a refusal too. */
async function answers(port: number): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  try {
    await resolver.resolve4('kubernetes.default.svc.cluster.local');
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error && error.code;
    return code !== 'ECONNREFUSED' && code !== 'ETIMEOUT';
  }
}
