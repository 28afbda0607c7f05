/** An embedded forge as a program; see `forgeBeside`. */
import { startForge } from '@tenantry/forge';
import type { ForgeSetting } from './forgeBeside';

process.once('message', async ({ options, repository }: ForgeSetting) => {
  const forge = await startForge(options);
  await forge.createRepository(repository);
  process.once('disconnect', () => forge.close());
  process.send?.(forge.url);
});
