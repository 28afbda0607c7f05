import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { startForge, type Forge } from '@tenantry/forge';
import { DefaultTenantryRepository } from './DefaultTenantryRepository';
import { readProposedTenants } from './proposedTenants';
import { proposeTenant, startExampleRepository } from './testUtils';

// Real git processes, on a machine that may be busy.
jest.setTimeout(60_000);

const payments = {
  name: 'payments',
  title: 'Payments',
  owner: 'group:default/payments',
  access: { admins: ['payments-leads'] },
  environments: [{ name: 'dev', cluster: 'dev-1' }],
};

describe('DefaultTenantryRepository', () => {
  const directory = createMockDirectory();
  let forge: Forge;
  let repository: DefaultTenantryRepository;

  beforeEach(async () => {
    directory.clear();
    const example = await startExampleRepository(startForge, directory.path);
    forge = example.forge;
    repository = DefaultTenantryRepository.fromConfig(
      mockServices.rootConfig({ data: example.config }),
      { logger: mockServices.logger.mock() },
    );
  });
  afterEach(() => forge.close());

  it('reads the tenants of the main branch', async () => {
    const { fleet, problems, commit } = await repository.snapshot();
    expect(problems).toEqual([]);
    expect(fleet.tenants.map(({ metadata }) => metadata.name)).toEqual([
      'ledger',
      'storefront',
    ]);
    const change = await repository.lastChange(commit, 'tenants/ledger');
    expect(change?.sha).toBe(commit);
  });

  it('shows a request from its pull request, and as a tenant once it is merged', async () => {
    const heard = jest.fn();
    repository.onChange(heard);
    const { number, merge } = await proposeTenant(repository, payments);
    await repository.refresh();
    expect(heard).toHaveBeenCalledTimes(1);

    const [proposal] = await repository.openProposals();
    expect(proposal).toMatchObject({
      tenant: 'payments',
      number,
      draft: false,
    });
    expect(await readProposedTenants(repository)).toMatchObject([
      { tenant: { metadata: { name: 'payments' } }, proposal },
    ]);

    await merge();
    const { fleet } = await repository.refresh();
    expect(fleet.tenants.map(({ metadata }) => metadata.name)).toContain(
      'payments',
    );
    expect(await repository.openProposals()).toEqual([]);
    expect(await readProposedTenants(repository)).toEqual([]);
  });

  it('keeps the last state, and says why, while the forge is away', async () => {
    const before = await repository.snapshot();
    await forge.close();
    await expect(repository.refresh()).rejects.toThrow("can't be reached");

    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
    const after = await repository.snapshot();
    jest.restoreAllMocks();
    expect(after.commit).toBe(before.commit);
    expect(after.checkedAt).toBe(before.checkedAt);
    expect(after.staleBecause).toMatch("can't be reached");
  });

  it('throws when there is no last state to fall back on', async () => {
    await forge.close();
    await expect(repository.snapshot()).rejects.toMatchObject({
      name: 'ForgeUnreachableError',
    });
    await expect(repository.openProposals()).rejects.toMatchObject({
      name: 'ForgeUnreachableError',
    });
  });
});
