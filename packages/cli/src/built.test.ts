import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { kubeconfigFor } from './__testUtils__/fakeCluster';

// It is built first, on a machine that may be busy.
jest.setTimeout(60_000);

const program = join(__dirname, '../bin/tenantry.cjs');

function running(...argv: readonly string[]) {
  return new Promise<{ code: unknown; stderr: string }>(resolve =>
    execFile(process.execPath, [program, ...argv], (error, _, stderr) =>
      resolve({ code: error?.code ?? 0, stderr }),
    ),
  );
}

it('speaks to clusters as one file, too', async () => {
  // Port 1 is nobody's.
  const kubeconfig = kubeconfigFor('https://127.0.0.1:1');
  const { code, stderr } = await running(
    ...['prove', '--namespace', 'web', '--kubeconfig', kubeconfig],
  );
  expect([code, stderr]).toEqual([
    2,
    'error: no answer from https://127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1\n',
  ]);
});
