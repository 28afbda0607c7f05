import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endSessions, startSession } from '../__testUtils__/session';

afterAll(endSessions);

async function words(...typed: string[]): Promise<string[]> {
  const session = startSession({ example: true });
  await session.tenantry('completion', 'words', '--', ...typed);
  return session.output
    .split('\n')
    .filter(Boolean)
    .map(line => line.split('\t')[0]);
}

describe('tenantry completion words', () => {
  it('goes on with verbs, options, choices and names', async () => {
    expect(await words('rend')).toEqual(['render']);
    expect(await words('render', '--ch')).toEqual(['--check']);
    expect(await words('verify', '--format', '')).toEqual([
      'text',
      'github',
      'gitlab',
    ]);
    expect(await words('render', '--tenant', '')).toEqual([
      'ledger',
      'storefront',
    ]);
    expect(await words('render', '--cluster=p')).toEqual(['--cluster=prod-1']);
    expect(await words('lint', '-e', 'l')).toEqual(['ledger/']);
    expect(await words('lint', '--environment=storefront/p')).toEqual([
      '--environment=storefront/prod',
    ]);
    expect(await words('explain', 'host-')).toEqual([
      'host-ownership',
      'host-probes',
    ]);
  });

  it('leaves folders to the shell, and says nothing about what it does not know', async () => {
    expect(await words('render', '-C', '')).toEqual([':folders']);
    expect(await words('verify', '--base', '')).toEqual([]);
    expect(await words('no-such-verb', '')).toEqual([]);
  });

  it('looks for names in the folder that the line names', async () => {
    const session = startSession();
    session.write('elsewhere/tenants/payments/tenant.yaml', '');
    await session.tenantry(
      ...['completion', 'words', '--', 'render', '-C', 'elsewhere'],
      ...['--tenant', ''],
    );
    expect(session.output).toBe('payments\n');
  });
});

describe('the script for bash', () => {
  it('completes in a real bash', () => {
    execFileSync(process.execPath, [join(__dirname, '../../build.cjs')]);
    const session = startSession({ example: true });
    const bin = join(session.directory, 'bin');
    mkdirSync(bin);
    writeFileSync(
      join(bin, 'tenantry'),
      `#!/bin/sh\nexec '${process.execPath}' '${join(
        __dirname,
        '../../dist/tenantry.cjs',
      )}' "$@"\n`,
    );
    chmodSync(join(bin, 'tenantry'), 0o755);
    const asked = [
      'tenantry ren',
      'tenantry render --tenant ',
      'tenantry render --tenant=l',
      'tenantry verify --format git',
      'tenantry set ledger environments.dev.size=',
      'tenantry new payments --environment dev@',
    ];
    const script = [
      'source <(tenantry completion bash)',
      'complete -p tenantry',
      "COMP_WORDBREAKS=$' \\t\\n\"\\'@><=;|&(:'",
      'ask() { COMP_LINE=$1 COMP_POINT=${#1}; _tenantry; echo "$1 => ${COMPREPLY[*]}"; }',
      ...asked.map(line => `ask '${line}'`),
    ].join('\n');
    const said = execFileSync('bash', ['--norc', '-c', script], {
      cwd: session.directory,
      env: { PATH: `${bin}:${process.env.PATH}` },
    }).toString();

    expect(said.trim().split('\n')).toEqual([
      'complete -o default -F _tenantry tenantry',
      'tenantry ren => render',
      'tenantry render --tenant  => ledger storefront',
      'tenantry render --tenant=l => ledger',
      'tenantry verify --format git => github gitlab',
      'tenantry set ledger environments.dev.size= => small medium large',
      'tenantry new payments --environment dev@ => dev-1 prod-1',
    ]);
  }, 60_000);
});
