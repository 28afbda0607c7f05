import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readFleet } from '../fleet';
import { renderTree } from '../local/renderTree';
import { treeFromFiles, type Files } from '../tree';
import { codeOwners } from './codeOwners';
import { newRepository, type NewRepository } from './newRepository';

const input: NewRepository = {
  platform: {
    name: 'example',
    spec: {
      title: 'Example platform',
      repository: {
        url: 'https://git.example.com/platform/tenants.git',
        branch: 'main',
      },
      groupPrefix: 'oidc:',
      registries: ['registry.example.com'],
    },
  },
  cluster: {
    name: 'prod-1',
    spec: {
      title: 'Production',
      kubernetesVersion: '1.36',
      server: 'https://prod-1.example.com:6443',
      network: {
        plugin: 'cilium',
        podCIDRs: ['10.64.0.0/13'],
        serviceCIDRs: ['10.72.0.0/16'],
        nodeCIDRs: ['10.80.0.0/21'],
      },
      policyEngine: 'kyverno',
    },
  },
  owners: { reviewers: '@example/platform', leads: '@example/leads' },
  forge: 'github',
  version: '1.2.3',
};

function filesOf(given: NewRepository): Files {
  const made = newRepository(given);
  if (!made.ok) throw new Error(made.problems[0].message);
  return made.value;
}

function readYaml(files: Files, path: string): unknown {
  return parse(files.get(path) ?? '', { merge: true });
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly 'working-directory'?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly permissions: unknown; readonly steps: Step[] }>
  >;
}

interface Pipeline {
  readonly workflow: unknown;
  readonly variables: Readonly<Record<string, string>>;
  readonly verify: { readonly script: readonly (string | string[])[] };
  readonly plan: { readonly script: readonly (string | string[])[] };
}

describe('newRepository', () => {
  it('writes sources that are read, and everything that is rendered from them', () => {
    const tree = treeFromFiles(filesOf(input));
    const { fleet, problems } = readFleet(tree);
    expect(problems).toEqual([]);
    expect(fleet.platform.spec).toMatchObject(input.platform.spec);
    expect(fleet.clusters[0].spec.network).toMatchObject(
      input.cluster.spec.network,
    );
    expect(renderTree(tree).changes).toEqual([]);
    expect(tree.paths('argocd/')).not.toEqual([]);
    expect(tree.paths('clusters/prod-1/platform/')).not.toEqual([]);
  });

  it('tells every problem of both documents at once', () => {
    const made = newRepository({
      ...input,
      platform: {
        ...input.platform,
        spec: { ...input.platform.spec, registries: [] },
      },
      cluster: {
        ...input.cluster,
        spec: { ...input.cluster.spec, server: 'prod-1' },
      },
    });
    expect(made).toMatchObject({
      ok: false,
      problems: [
        { document: 'platform', path: ['spec', 'registries'] },
        { document: 'cluster', path: ['spec', 'server'] },
      ],
    });
  });

  it('names as owners what the example does', () => {
    expect(
      codeOwners(
        { reviewers: '@platform/reviewers', leads: '@platform/leads' },
        ['/.github/'],
      ),
    ).toBe(
      readFileSync(
        join(__dirname, '../../../../examples/platform/.github/CODEOWNERS'),
        'utf8',
      ),
    );
  });
});

describe('the workflow for GitHub', () => {
  const files = filesOf(input);
  const path = '.github/workflows/tenantry.yaml';
  const workflow = readYaml(files, path) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('is that of the default branch, for changes that go there', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request_target']);
    expect(workflow.on.pull_request_target).toMatchObject({
      branches: ['main'],
    });
  });

  it('has no right but those that each job needs', () => {
    expect(workflow.permissions).toEqual({});
    expect(
      Object.fromEntries(jobs.map(([name, job]) => [name, job.permissions])),
    ).toEqual({
      verify: { contents: 'read' },
      plan: { contents: 'read', 'pull-requests': 'write' },
    });
  });

  it('puts nothing of the event into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toContain('${{');
    expect(workflow.env).toEqual({
      PULL_REQUEST: '${{ github.event.pull_request.number }}',
      CHANGE: '${{ github.event.pull_request.head.sha }}',
    });
  });

  it('checks out the base only, by actions that nobody can replace', () => {
    const actions = steps.filter(({ uses }) => uses !== undefined);
    for (const { uses } of actions)
      expect(uses).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40}$/);
    for (const step of actions.filter(({ uses }) => uses?.includes('checkout')))
      expect(step.with).toEqual({ ref: 'refs/heads/main', 'fetch-depth': 0 });
  });

  it('runs nothing but git and this version of the command', () => {
    const runs = steps.flatMap(({ run }) => run ?? []);
    expect([...new Set(runs)]).toEqual([
      'git fetch --no-tags origin "+refs/pull/$PULL_REQUEST/head"',
      'npx --yes tenantry@1.2.3 verify --directory "$GITHUB_WORKSPACE" --base HEAD --head "$CHANGE" --format github',
      'npx --yes tenantry@1.2.3 plan --directory "$GITHUB_WORKSPACE" --base HEAD --head "$CHANGE" --comment --pull-request "$PULL_REQUEST"',
    ]);
  });

  it('installs the command where no file of the repository lies', () => {
    const installing = steps.filter(({ run }) => run?.startsWith('npx '));
    expect(installing).toHaveLength(2);
    for (const step of installing)
      expect(step['working-directory']).toBe('${{ runner.temp }}');
  });

  it('gives the token to the step that writes the comment alone', () => {
    const withToken = steps.filter(({ env = {} }) =>
      Object.values(env).some(value => value.includes('token')),
    );
    expect(withToken.map(({ run }) => run)).toEqual([
      expect.stringContaining(' plan '),
    ]);
  });
});

describe('the pipeline for GitLab', () => {
  const files = filesOf({ ...input, forge: 'gitlab' });
  const pipeline = readYaml(files, '.gitlab-ci.yml') as Pipeline;
  const scripts = [pipeline.verify, pipeline.plan].map(({ script }) =>
    script.flat(),
  );

  it('runs for merge requests alone, and checks nothing out', () => {
    expect(pipeline.workflow).toEqual({
      rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }],
    });
    expect(pipeline.variables).toMatchObject({
      GIT_CHECKOUT: 'false',
      GIT_DEPTH: '0',
    });
  });

  it('installs the command where no file of the change lies', () => {
    for (const script of scripts) {
      const place = script.indexOf('cd "$(mktemp -d)"');
      const install = script.findIndex(line => line.startsWith('npx '));
      expect(place).toBeGreaterThan(-1);
      expect(install).toBeGreaterThan(place);
      expect(script[install]).toMatch(
        /^npx --yes tenantry@1\.2\.3 (verify|plan) /,
      );
    }
  });

  it('says what has to be set so that it binds', () => {
    expect(files.get('.gitlab-ci.yml')).toMatch(
      /CI\/CD configuration file[\s\S]*pipeline execution policy/,
    );
    expect(files.get('.gitlab/CODEOWNERS')).toContain('/.gitlab-ci.yml');
    // GitLab takes the first that it finds.
    expect(files.get('.gitlab/CODEOWNERS')).toMatch(
      /^\/CODEOWNERS .*\n\/docs\/CODEOWNERS /m,
    );
    expect(files.has('.github/CODEOWNERS')).toBe(false);
  });
});
