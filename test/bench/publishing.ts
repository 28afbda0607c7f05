import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import { createPublishGithubPullRequestAction } from '@backstage/plugin-scaffolder-backend-module-github';
import {
  createClient,
  openMirror,
  prepareProposal,
  propose,
  repositoryFiles,
  type Mirror,
  type Proposal,
} from '@tenantry/gitops';
import { unwrap } from '@tenantry/model';
import { exampleFleet, requests } from '../src/tenants';
import { forgeBeside } from './forgeBeside';
import { startMeter, type Meter, type Traffic } from './meter';

const place = { owner: 'platform', repo: 'tenants' };
const token = 'bench-token';

/** New pull requests of so many files: what each costs. */
export interface Publishing {
  readonly tool: 'propose' | 'publish:github:pull-request';
  readonly files: number;
  readonly traffic: Traffic;
  /** One a pull request, in order. */
  readonly ms: readonly number[];
}

export interface PublishingFigures {
  /** Both tools at each size. */
  readonly sizes: readonly Publishing[];
  /** By `propose`. */
  readonly row: Publishing;
}

/** The same files and text to the same forge, by `propose` and by the action that Backstage brings. */
export async function measurePublishing({
  sizes,
  times,
  row,
}: {
  readonly sizes: readonly number[];
  /** Pull requests a tool and size. */
  readonly times: number;
  readonly row: { readonly count: number; readonly files: number };
}): Promise<PublishingFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  const user = { login: 'bench', name: 'Bench', email: 'bench@example.com' };
  const forge = await forgeBeside({
    options: {
      dataDir: join(folder, 'forge'),
      port: 0,
      users: [{ ...user, token }],
    },
    repository: {
      owner: place.owner,
      name: place.repo,
      initialFiles: Object.fromEntries(repositoryFiles(exampleFleet())),
    },
  });
  const meter = await startMeter(forge.url);
  try {
    const mirror = await openMirror({
      url: `${forge.url}/${place.owner}/${place.repo}.git`,
      directory: join(folder, 'mirror'),
    });
    const { head } = await mirror.fetch();
    const example = unwrap(
      prepareProposal({
        tree: await mirror.tree(head),
        request: requests.hardened,
        repository: { htmlUrl: meter.url },
      }),
    );
    const tools = {
      propose: proposer(meter, mirror, example),
      'publish:github:pull-request': publisher(
        meter,
        join(folder, 'work'),
        example.body,
      ),
    } as const;

    const run = async (
      tool: keyof typeof tools,
      files: number,
      count: number,
    ): Promise<Publishing> => {
      const ms: number[] = [];
      let traffic = { calls: 0, writes: 0, bytes: 0 };
      for (let n = 0; n < count; n += 1) {
        const name = `${tool.replace(/\W+/g, '-')}-${files}-${count}-${n}`;
        const publish = await tools[tool](name, filesOf(name, files));
        meter.read();
        const started = performance.now();
        await publish();
        ms.push(performance.now() - started);
        traffic = meter.read();
      }
      return { tool, files, traffic, ms };
    };

    // Once each beforehand: modules are loaded, connections open.
    await run('propose', 1, 1);
    await run('publish:github:pull-request', 1, 1);
    const measured: Publishing[] = [];
    for (const files of sizes) {
      measured.push(await run('propose', files, times));
      measured.push(await run('publish:github:pull-request', files, times));
    }
    return {
      sizes: measured,
      row: await run('propose', row.files, row.count),
    };
  } finally {
    await meter.close();
    await forge.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Files = ReadonlyMap<string, string>;
type Tool = (branch: string, files: Files) => Promise<() => Promise<unknown>>;

/** Of the size of what a tenant gets: some 630 bytes a file. */
function filesOf(name: string, count: number): Files {
  const filler = Array.from(
    { length: 10 },
    (_, n) => `  key-${n}: ${'x'.repeat(45)}`,
  );
  return new Map(
    Array.from({ length: count }, (_, n) => [
      `clusters/dev-1/tenants/${name}/configmap-${n}.yaml`,
      [
        'apiVersion: v1',
        'kind: ConfigMap',
        `metadata: { name: ${name}-${n} }`,
        'data:',
        ...filler,
        '',
      ].join('\n'),
    ]),
  );
}

function proposer(meter: Meter, mirror: Mirror, example: Proposal): Tool {
  return async (name, files) => {
    const proposal: Proposal = {
      ...example,
      branch: `tenantry/${name}`,
      changes: [...files].map(([path, content]) => ({
        path,
        content,
        change: 'added',
      })),
    };
    return () =>
      propose({
        ...place,
        octokit: createClient({
          apiBaseUrl: `${meter.url}/api/v3`,
          token,
          throttle: false,
        }),
        baseBranch: 'main',
        proposal,
        history: mirror,
      });
  };
}

function publisher(meter: Meter, folder: string, description: string): Tool {
  const { host } = new URL(meter.url);
  const config = new ConfigReader({
    integrations: {
      github: [{ host, apiBaseUrl: `${meter.url}/api/v3`, token }],
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  const action = createPublishGithubPullRequestAction({
    integrations,
    githubCredentialsProvider:
      DefaultGithubCredentialsProvider.fromIntegrations(integrations),
    config,
  });
  return async (name, files) => {
    const workspacePath = join(folder, name);
    for (const [path, content] of files) {
      const file = join(workspacePath, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const log = () => {};
    // What the action uses of a scaffolder's context.
    const context = {
      input: {
        repoUrl: `${host}?owner=${place.owner}&repo=${place.repo}`,
        branchName: `publish/${name}`,
        title: `${name}: new tenant`,
        description,
      },
      workspacePath,
      logger: { info: log, warn: log, error: log, debug: log },
      checkpoint: ({ fn }: { fn: () => Promise<unknown> }) => fn(),
      output: log,
    };
    return () =>
      action.handler(
        context as unknown as Parameters<typeof action.handler>[0],
      );
  };
}
