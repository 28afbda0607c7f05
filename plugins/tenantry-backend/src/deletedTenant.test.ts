import { createMockDirectory } from '@backstage/backend-test-utils';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import type { FleetMatrix } from '@tenantry/backstage-plugin-tenantry-common';
import { givingRepository } from './__testUtils__/givingRepository';
import {
  startSurroundings,
  type Surroundings,
  type TestPortal,
} from './__testUtils__/testPortal';

jest.setTimeout(60_000);

describe('a tenant that is deleted while somebody reads its page', () => {
  const directory = createMockDirectory();
  let surroundings: Surroundings;
  let portal: TestPortal;
  let repository: TenantryRepositoryService;

  beforeAll(async () => {
    surroundings = await startSurroundings(directory.path);
    portal = await surroundings.startPortal([
      givingRepository(service => {
        repository = service;
      }),
    ]);
  });
  afterAll(async () => {
    await portal.stop();
    await surroundings.stop();
  });

  async function until(isSo: () => Promise<boolean>) {
    while (!(await isSo()))
      await new Promise(resolve => setTimeout(resolve, 10));
  }

  /** One commit on the main branch, without any file of the tenant. */
  async function deleteTenant(name: string) {
    const { owner, repo, branch } = repository.coordinates;
    const { tree, commit } = await repository.snapshot();
    const octokit = await repository.client();
    const { data: made } = await octokit.rest.git.createTree({
      owner,
      repo,
      base_tree: commit,
      tree: [...tree.paths()]
        .filter(path => path.split(/[/.]/).includes(name))
        .map(path => ({ path, mode: '100644', type: 'blob', sha: null })),
    });
    const { data: next } = await octokit.rest.git.createCommit({
      owner,
      repo,
      message: `Delete ${name}`,
      tree: made.sha,
      parents: [commit],
    });
    await octokit.rest.git.updateRef({
      owner,
      repo,
      ref: `heads/${branch}`,
      sha: next.sha,
    });
    await repository.refresh();
  }

  it('is no error, leaves nothing behind, and is found by nobody afterwards', async () => {
    const states = () => portal.states();
    await until(async () => {
      const all = await states();
      return all.length === 6 && all.every(each => each.endsWith(' holding'));
    });
    const snapshot = repository.snapshot.bind(repository);
    jest.spyOn(repository, 'snapshot').mockImplementationOnce(async () => {
      const before = await snapshot();
      await deleteTenant('ledger');
      return before;
    });
    // What was so at the commit that it was found at.
    const meanwhile = await portal.get('/tenants/ledger');
    expect(meanwhile).toMatchObject({ status: 200, body: { name: 'ledger' } });
    expect((await portal.get('/tenants/ledger')).status).toBe(404);
    await until(async () => (await states()).length === 3);
    expect((await states()).sort()).toEqual([
      'storefront holding',
      'storefront-prod holding',
      'storefront-test holding',
    ]);
    const { body } = await portal.get<FleetMatrix>('/fleet/matrix');
    expect(body.clusters.map(each => each.environments)).toEqual([1, 1]);
  });
});
