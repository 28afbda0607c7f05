import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { readFleet, treeFromFiles } from '@tenantry/gitops';
import type { Fleet } from '@tenantry/model';
import { seedFiles } from '@tenantry/backstage-plugin-tenantry-node/seed';

/** The fleet that `npm start` begins with: two tenants on two clusters. */
export async function exampleFleet(): Promise<Fleet> {
  const files = await seedFiles({
    directory: resolvePackagePath(
      '@tenantry/backstage-plugin-tenantry-node',
      '../../examples/platform',
    ),
  });
  return readFleet(treeFromFiles(new Map(Object.entries(files)))).fleet;
}
