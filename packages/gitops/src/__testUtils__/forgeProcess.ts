import { join } from 'node:path';
import type { Forge, ForgeOptions } from '@tenantry/forge';
import type { ForgeOrder } from './forgeProgram';
import { startProgram } from './program';

/**
 * A forge in a process of its own, as in production. It starts git some thirty times for a pull request, and each start
 * costs more the larger the process is: a test's is large.
 */
export async function startForgeProcess(options: ForgeOptions): Promise<Forge> {
  const { tell, end } = startProgram<ForgeOrder>(
    join(__dirname, 'forgeProgram.ts'),
  );
  return {
    ...(await tell<Pick<Forge, 'url' | 'apiUrl'>>({ start: options })),
    createRepository: repository => tell({ create: repository }),
    setWebhook: hook => tell({ hook }),
    async close() {
      await tell({ close: true });
      await end();
    },
  };
}
