import { call } from '../__testUtils__/call';
import {
  exampleRepository,
  type ExampleRepository,
} from '../__testUtils__/exampleRepository';

let repository: ExampleRepository;
const plan = (...argv: string[]) =>
  call(['plan', ...argv], { cwd: repository.directory });

jest.setTimeout(60_000);

beforeEach(async () => {
  repository = await exampleRepository();
});
afterEach(() => repository.remove());

describe('tenantry plan', () => {
  it('says that nothing changes', async () => {
    expect(await plan()).toEqual({
      code: 0,
      stdout: 'No tenant changes.\n',
      stderr: '',
    });
  });

  it('tells what an edited tenant.yaml does before it is rendered', async () => {
    repository.edit('tenants/ledger/tenant.yaml', 'size: small', 'size: large');
    const { code, stdout } = await plan();

    expect(code).toBe(0);
    expect(stdout).toMatch(/^ledger\nenvironment +cluster +change +controls\n/);
    expect(stdout).toMatch(/^dev +dev-1 +changed .*loosened/m);
    expect(stdout).toMatch(/^prod +prod-1 +unchanged/m);
    expect(stdout).toMatch(/Objects: 3 changed\. Risk: \w+, /);
  });

  it('tells the same once it is rendered', async () => {
    repository.edit('tenants/ledger/tenant.yaml', 'size: small', 'size: large');
    const before = await plan();
    await call(['render'], { cwd: repository.directory });

    expect(await plan()).toEqual(before);
  });

  it('does not take comments for a change', async () => {
    repository.edit('tenants/ledger/tenant.yaml', 'spec:', '# Ask Ann.\nspec:');
    const { stdout } = await plan('--json');

    expect(JSON.parse(stdout).plans).toEqual([
      expect.objectContaining({ tenant: 'ledger', objects: [] }),
    ]);
  });

  it('tells what a change of the platform does to everybody', async () => {
    repository.edit('platform.yaml', 'pods: 20', 'pods: 25');
    const { stdout } = await plan('--json');

    expect(
      JSON.parse(stdout).plans.map(({ tenant }: { tenant: string }) => tenant),
    ).toEqual(['ledger', 'storefront']);
  });

  it('names what keeps a tenant from being planned, with exit code 1', async () => {
    repository.edit(
      'tenants/ledger/tenant.yaml',
      'size: small',
      'size: enormous',
    );
    const { code, stdout } = await plan();

    expect(code).toBe(1);
    expect(stdout).toMatch(/^tenants\/ledger\/tenant\.yaml:\d+:\d+ spec\./);
  });
});
