import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endSessions, golden, startSession } from '../__testUtils__/session';

afterAll(endSessions);

const flags = [
  ...['--owner', 'group:default/payments', '--admins', 'payments-leads'],
  ...['--developers', 'payments-devs,on-call'],
];

describe('tenantry new', () => {
  it('writes a tenant and what is rendered from it', async () => {
    const session = startSession({ example: true });
    await session.tenantry(
      ...['new', 'payments', ...flags, '--expires', '2090-06-30'],
      ...['--environment', 'dev@dev-1'],
      ...['--environment', 'prod@prod-1,size=large,profile=sandboxed'],
      ...['--host', 'prod=pay.example.com'],
      ...['--egress', 'prod=203.0.113.0/26:443,514/UDP'],
      ...['--peer', 'prod=ledger/prod:8443'],
      ...['--repository', 'https://git.example.com/payments/deploy.git'],
    );
    session.note(session.read('tenants/payments/tenant.yaml'));
    await session.tenantry('new', 'payments');
    await session.tenantry('render', '--check', '--tenant', 'payments');
    expect(session.transcript).toBe(golden('new', session.transcript));
  });

  it('tells all that is missing at once, and all that is wrong, and writes nothing', async () => {
    const session = startSession({ example: true });
    const before = session.files();
    await session.tenantry('new', 'payments');
    await session.tenantry('new', 'payments', '--environment', 'dev');
    await session.tenantry(
      ...[
        'new',
        'Payments',
        '--owner',
        'payments',
        '--admins',
        'system:masters',
      ],
      ...['--environment', 'dev@dev-1', '--host', 'prod=pay.example.com'],
      ...['--host', 'dev=pay', '--peer', 'dev=ledger:8443'],
    );
    await session.tenantry(
      ...[
        'new',
        'payments',
        ...flags,
        '--size',
        'hug',
        '--profile',
        'sandboxed',
      ],
      ...['--environment', 'prod@prod-9', '--environment', 'dev@dev-1'],
      ...['--host', 'dev=ledger.example.com', '--egress', 'dev=10.0.0.0/8:443'],
      ...['--expires', '2020-01-01'],
    );
    await session.tenantry(
      ...['new', 'payments', ...flags, '--environment', 'dev@dev-1'],
      ...['--size', 'hug', '--json'],
    );
    expect(session.files()).toEqual(before);
    expect(session.transcript).toBe(golden('new-wrong', session.transcript));
  });

  it('asks at a terminal for what is missing, and only there', async () => {
    const questions: string[] = [];
    const answers = new Map([
      ['Which groups of your identity provider', 'checkout-leads'],
      ['How much may each', 'medium'],
      ['On which cluster', 'prod-1'],
    ]);
    const session = startSession({
      example: true,
      answers: question => {
        questions.push(question);
        return [...answers].find(([start]) => question.startsWith(start))?.[1];
      },
    });
    expect(
      await session.tenantry('new', 'checkout', '--profile', 'hardened'),
    ).toBe(0);
    session.note(questions.map(question => `? ${question}`).join('\n'));
    session.note(session.read('tenants/checkout/tenant.yaml'));
    expect(session.transcript).toBe(golden('new-asked', session.transcript));

    const asked = questions.length;
    expect(await session.tenantry('new', 'cart', '--json')).toBe(2);
    expect(questions).toHaveLength(asked);
  });

  it('leaves rendering to later where that is asked', async () => {
    const session = startSession({ example: true });
    const before = session.files();
    const argv = ['new', 'payments', ...flags, '--environment', 'dev@dev-1'];
    expect(await session.tenantry(...argv, '--no-render')).toBe(0);
    expect(session.files().filter(path => !before.includes(path))).toEqual([
      'tenants/payments/tenant.yaml',
    ]);
    expect(await session.tenantry('set', 'payments', 'size=large')).toBe(0);
    expect(await session.tenantry('render', '--check')).toBe(1);
  });

  it('refuses a folder that is no repository of this kind', async () => {
    const session = startSession();
    expect(await session.tenantry('new', 'payments')).toBe(2);
    expect(session.transcript).toContain('has no platform.yaml');
  });

  it('refuses a name that a tenant had before', async () => {
    const session = startSession({ example: true });
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: session.directory,
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
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
    rmSync(join(session.directory, 'tenants/storefront'), { recursive: true });
    git('commit', '--quiet', '--all', '--message', 'Remove storefront');

    const argv = ['new', 'storefront', ...flags, '--environment', 'dev@dev-1'];
    expect(await session.tenantry(...argv)).toBe(1);
    expect(session.output).toMatch(
      /storefront: was the name of a tenant that commit [0-9a-f]{12} removed/,
    );
    expect(session.files()).not.toContain('tenants/storefront/tenant.yaml');
  });
});
