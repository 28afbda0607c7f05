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

function repositoryWith(newestRead: TenantryRepositoryService['newest']) {
  const repository: Pick<
    TenantryRepositoryService,
    'coordinates' | 'newest' | 'openProposals' | 'snapshot'
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
    snapshot: async () => older,
    openProposals: async () => [],
    newest: newestRead,
  };
  return repository as TenantryRepositoryService;
}

describe('finding a tenant', () => {
  it('finds one that was merged after the branch was read, when its request is no longer open', async () => {
    expect(
      await findTenant(
        'ledger',
        repositoryWith(async () => newest),
      ),
    ).toMatchObject({ phase: 'merged', snapshot: newest });
  });

  it('says so where there is none on the newest branch either', async () => {
    await expect(
      findTenant(
        'ledger',
        repositoryWith(async () => older),
      ),
    ).rejects.toThrow('tenants/ledger/ holds no tenant.yaml');
  });
});
