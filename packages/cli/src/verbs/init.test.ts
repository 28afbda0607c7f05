import { execFileSync } from 'node:child_process';
import {
  endSessions,
  golden,
  startSession,
  type Session,
} from '../__testUtils__/session';

afterAll(endSessions);

const flags = [
  ...['--name', 'example', '--group-prefix', 'oidc:'],
  ...['--repository-url', 'https://git.example.com/platform/tenants.git'],
  ...['--registry', 'registry.example.com', '--registry', 'ghcr.io/example'],
  ...['--reviewers', '@example/platform', '--platform-leads', 'example/leads'],
  ...['--cluster', 'prod-1', '--server', 'https://prod-1.example.com:6443'],
  ...['--kubernetes-version', '1.36', '--network-plugin', 'cilium'],
  ...['--pod-cidr', '10.64.0.0/13,fd00:10:64::/56'],
  ...['--service-cidr', '10.72.0.0/16', '--node-cidr', '10.80.0.0/21'],
  ...['--policy-engine', 'kyverno', '--storage-class', 'fast'],
];

function commitAll({ directory }: Session): void {
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'Begin'],
  ])
    execFileSync('git', args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Pat Platform',
        GIT_AUTHOR_EMAIL: 'pat@example.com',
        GIT_COMMITTER_NAME: 'Pat Platform',
        GIT_COMMITTER_EMAIL: 'pat@example.com',
      },
    });
}

describe('tenantry init', () => {
  it('begins a repository that passes its own check, and takes a tenant', async () => {
    const session = startSession();
    expect(await session.tenantry('init', ...flags)).toBe(0);
    for (const path of [
      'platform.yaml',
      'clusters/prod-1/cluster.yaml',
      '.github/CODEOWNERS',
      '.github/workflows/tenantry.yaml',
      'README.md',
    ])
      session.note(`# ${path}\n${session.read(path)}`);
    expect(await session.tenantry('render', '--check')).toBe(0);
    commitAll(session);
    expect(await session.tenantry('verify')).toBe(0);
    await session.tenantry(
      ...['new', 'payments', '--owner', 'group:default/payments'],
      ...['--admins', 'payments-leads', '--environment', 'dev@prod-1'],
    );
    expect(await session.tenantry('plan')).toBe(0);
    expect(await session.tenantry('verify')).toBe(0);
    expect(session.transcript).toBe(golden('init', session.transcript));
  });

  it('writes a pipeline for GitLab, into a folder of its own', async () => {
    const session = startSession();
    await session.tenantry('init', 'tenants', ...flags, '--forge', 'gitlab');
    session.note(session.read('tenants/.gitlab-ci.yml'));
    session.note(session.read('tenants/.gitlab/CODEOWNERS'));
    expect(session.transcript).toBe(golden('init-gitlab', session.transcript));
  });

  it('tells all that is missing at once, and all that is wrong, and writes nothing', async () => {
    const session = startSession();
    expect(await session.tenantry('init')).toBe(2);
    expect(
      await session.tenantry(
        ...['init', ...flags, '--name', 'Example', '--server', 'prod-1'],
        ...['--service-cidr', '10.64.0.0/16', '--node-cidr', '10.80.0.1/21'],
        ...['--kubernetes-version', '1.34', '--policy-engine', 'native'],
        ...['--ingress-class', 'shared', '--reviewers', 'a b'],
        ...['--branch', 'a..b', '--registry', 'docker'],
      ),
    ).toBe(1);
    expect(
      await session.tenantry('init', ...flags.slice(0, -6), '--json'),
    ).toBe(2);
    expect(session.files()).toEqual([]);
    expect(session.transcript).toBe(golden('init-wrong', session.transcript));
  });

  it('writes nothing into a folder that holds some of it, itself included', async () => {
    const session = startSession();
    session.write('README.md', 'Ours.\n');
    expect(await session.tenantry('init', ...flags)).toBe(2);
    expect(session.transcript).toContain(
      'would be written: README.md. Nothing',
    );
    expect(session.files()).toEqual(['README.md']);

    expect(await session.tenantry('init', 'tenants', ...flags)).toBe(0);
    const before = session.files().map(path => [path, session.read(path)]);
    expect(await session.tenantry('init', 'tenants', ...flags)).toBe(2);
    expect(session.files().map(path => [path, session.read(path)])).toEqual(
      before,
    );
  });

  it('asks at a terminal for what is missing', async () => {
    const questions: string[] = [];
    const answers = new Map([
      ['What is the first cluster', 'dev-1'],
      ['What enforces', 'kyverno'],
    ]);
    const session = startSession({
      answers: question => {
        questions.push(question);
        return [...answers].find(([start]) => question.startsWith(start))?.[1];
      },
    });
    const given = flags.filter(
      (flag, index) =>
        ![flag, flags[index - 1]].some(word =>
          ['--cluster', '--policy-engine'].includes(word),
        ),
    );
    expect(await session.tenantry('init', ...given)).toBe(0);
    expect(questions).toEqual([
      'Read the facts of the first cluster from the current context of kubectl?',
      'What is the first cluster called?',
      'What enforces the rules?',
    ]);
    expect(session.files()).toContain('clusters/dev-1/cluster.yaml');
  });

  it('says that there is no such kubeconfig', async () => {
    const session = startSession();
    expect(
      await session.tenantry('init', ...flags, '--kubeconfig', '/none/at/all'),
    ).toBe(2);
    expect(session.transcript).toContain('/none/at/all');
    expect(session.files()).toEqual([]);
  });
});
