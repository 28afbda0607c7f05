import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startForge } from '@tenantry/forge';
import {
  createClient,
  openMirror,
  prepareProposal,
  propose,
  repositoryFiles,
} from '@tenantry/gitops';
import { unwrap } from '@tenantry/model';
import { exampleFleet, requests } from '../src/tenants';

export interface ProposalFigures {
  readonly files: number;
  readonly firstCalls: number;
  readonly firstMs: number;
  readonly repeatedCalls: number;
  readonly repeatedMs: number;
}

/** One proposal and the same again, over HTTP to the embedded forge; counts the calls on the wire. */
export async function measureProposals(): Promise<ProposalFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  const forge = await startForge({
    dataDir: join(folder, 'forge'),
    port: 0,
    users: [
      {
        login: 'bench',
        name: 'Bench',
        email: 'bench@example.com',
        token: 'bench-token',
      },
    ],
  });
  try {
    const fleet = exampleFleet();
    await forge.createRepository({
      owner: 'platform',
      name: 'tenants',
      initialFiles: Object.fromEntries(repositoryFiles(fleet)),
    });
    const url = `${forge.url}/platform/tenants.git`;
    const mirror = await openMirror({ url, directory: join(folder, 'mirror') });
    const { head } = await mirror.fetch();
    const proposal = unwrap(
      prepareProposal({
        tree: await mirror.tree(head),
        request: requests.hardened,
        repository: { htmlUrl: `${forge.url}/platform/tenants` },
      }),
    );
    const octokit = createClient({
      apiBaseUrl: forge.apiUrl,
      token: 'bench-token',
      throttle: false,
    });
    let calls = 0;
    octokit.hook.before('request', () => {
      calls += 1;
    });
    const run = async () => {
      calls = 0;
      const started = performance.now();
      await propose({
        octokit,
        owner: 'platform',
        repo: 'tenants',
        baseBranch: 'main',
        proposal,
        history: mirror,
      });
      return { calls, ms: performance.now() - started };
    };
    const first = await run();
    await mirror.fetch();
    const repeated = await run();
    return {
      files: proposal.changes.length,
      firstCalls: first.calls,
      firstMs: first.ms,
      repeatedCalls: repeated.calls,
      repeatedMs: repeated.ms,
    };
  } finally {
    await forge.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
