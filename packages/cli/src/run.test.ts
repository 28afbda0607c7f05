import { version } from '../package.json';
import { call } from './__testUtils__/call';
import { verbs } from './verbs';

describe('tenantry', () => {
  it('lists its verbs', async () => {
    const { code, stdout } = await call(['--help']);

    expect(code).toBe(0);
    for (const { name, summary } of verbs) {
      expect(stdout).toContain(name);
      expect(stdout.replace(/\s+/g, ' ')).toContain(summary);
    }
  });

  it('says its version', async () => {
    expect(await call(['--version'])).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it.each(verbs.map(({ name }) => [name]))(
    'explains %s with an example, and answers it in JSON',
    async name => {
      const { code, stdout } = await call([name, '--help']);

      expect(code).toBe(0);
      expect(stdout).toContain(`Usage: tenantry ${name}`);
      expect(stdout).toMatch(new RegExp(`Examples:\n {2}tenantry ${name}`));
      expect(stdout).toContain('--json');
    },
  );

  it.each([
    [['verfy'], 'Did you mean verify?'],
    [['render', '--tennant', 'ledger'], 'Did you mean --tenant?'],
    [['verify', '--format', 'html'], 'Allowed choices are'],
    [['render', 'everything'], 'too many arguments'],
  ])('refuses %j with exit code 2, and a hint', async (argv, hint) => {
    const { code, stdout, stderr } = await call(argv);

    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });

  it('says in JSON, too, what could not be done', async () => {
    const { code, stdout, stderr } = await call(['plan', '--json']);

    expect([code, stderr]).toEqual([2, '']);
    expect(JSON.parse(stdout)).toEqual({
      error: expect.stringContaining('is in no git repository'),
    });
  });

  it('colours on a terminal only, and never against NO_COLOR', async () => {
    const failing = ['plan', '--directory', '/'];
    const coloured = await call(failing, { terminal: true });
    const plain = await call(failing, {
      terminal: true,
      env: { NO_COLOR: '1' },
    });

    expect(coloured.stderr).toContain('\u001b[31merror');
    expect(plain.stderr).not.toContain('\u001b');
    expect((await call(failing)).stderr).not.toContain('\u001b');
  });
});
