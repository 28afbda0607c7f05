import { call } from './__testUtils__/call';
import {
  removeTemporaryFolders,
  tenantsRepository,
} from './__testUtils__/tenantsRepository';

jest.mock('@tenantry/cluster', () => {
  throw new Error('the client of clusters was loaded');
});
jest.setTimeout(30_000);

afterAll(removeTemporaryFolders);

it.each([['--help'], ['render --check'], ['plan'], ['verify --base main']])(
  'loads nothing that speaks to clusters for %s',
  async line => {
    const { directory } = await tenantsRepository();
    const { code, stderr } = await call(line.split(' '), { cwd: directory });
    expect([code, stderr]).toEqual([0, '']);
  },
);

it('loads it where a cluster is looked at', async () => {
  const { directory } = await tenantsRepository();
  const looking = ['verify', '--base', 'main', '--kubeconfig', 'dev.yaml'];
  await expect(call(looking, { cwd: directory })).resolves.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('the client of clusters was loaded'),
  });
});
