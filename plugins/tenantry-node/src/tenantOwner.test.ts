import { readFleet, treeFromFiles } from '@tenantry/gitops';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { seedFiles } from './seed';
import { ownerIn, ownerOnMain } from './tenantOwner';

const directory = resolvePackagePath(
  '@tenantry/backstage-plugin-tenantry-node',
  '../../examples/platform',
);

async function main(change: Record<string, string> = {}) {
  const files = { ...(await seedFiles({ directory })), ...change };
  const tree = treeFromFiles(new Map(Object.entries(files)));
  return { tree, ...readFleet(tree) };
}

it('is who the main branch says', async () => {
  const snapshot = await main();
  expect(ownerOnMain(snapshot, 'ledger')).toBe('group:default/ledger');
  expect(ownerOnMain(snapshot, 'nobody')).toBeUndefined();
});

it('is nobody anybody knows where the file is broken', async () => {
  const snapshot = await main({ 'tenants/ledger/tenant.yaml': 'spec: [' });
  expect(ownerIn(snapshot.fleet, 'ledger')).toBeUndefined();
  expect(() => ownerOnMain(snapshot, 'ledger')).toThrow(
    /the main branch holds a tenant ledger that can't be read, so its owner is unknown; correct it there first:\ntenants\/ledger\/tenant\.yaml:1/,
  );
});
