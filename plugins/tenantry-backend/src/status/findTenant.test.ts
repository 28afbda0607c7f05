import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import { exampleSnapshot } from '../__testUtils__/exampleSnapshot';
import { findTenant } from './findTenant';

const newest = exampleSnapshot();
/** Before the tenant was merged. */
const older = {
  ...newest,
  fleet: {
    ...newest.fleet,
    tenants: newest.fleet.tenants.filter(
      ({ metadata }) => metadata.name !== 'ledger',
    ),
  },
};

function repositoryAt(
  checkedAt: string,
  refresh: TenantryRepositoryService['refresh'],
) {
  const repository: Pick<
    TenantryRepositoryService,
    'coordinates' | 'openProposals' | 'refresh' | 'snapshot'
  > = {
    coordinates: {
      forge: 'github',
      host: 'localhost',
      owner: 'platform',
      repo: 'tenants',
      branch: 'main',
      htmlUrl: 'http://localhost/platform/tenants',
      apiBaseUrl: 'http://localhost/api/v3',
    },
    snapshot: async () => ({ ...older, checkedAt }),
    openProposals: async () => [],
    refresh,
  };
  return repository as TenantryRepositoryService;
}

const longAgo = '2026-11-26T12:00:00Z';

describe('finding a tenant', () => {
  it('finds one that was merged after the branch was read, when its request is no longer open', async () => {
    const found = await findTenant(
      'ledger',
      repositoryAt(longAgo, async () => newest),
    );
    expect(found).toMatchObject({ phase: 'merged', snapshot: newest });
    await expect(
      findTenant(
        'ledger',
        repositoryAt(longAgo, async () => {
          throw new Error('the forge does not answer');
        }),
      ),
    ).rejects.toThrow('tenants/ledger/ holds no tenant.yaml');
  });

  it('does not read again what was read a moment ago', async () => {
    const refresh = jest.fn(async () => newest);
    await expect(
      findTenant('nobody', repositoryAt(new Date().toISOString(), refresh)),
    ).rejects.toThrow('there is no tenant "nobody"');
    expect(refresh).not.toHaveBeenCalled();
  });
});
