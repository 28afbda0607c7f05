import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ForgeOptions, NewForgeRepository } from '@tenantry/forge';

export interface ForgeSetting {
  readonly options: ForgeOptions;
  readonly repository: NewForgeRepository;
}

/**
 * A forge with one repository in a process of its own, as forges are: what it does is not slowed down by the size of the
 * process that asks.
 */
export async function forgeBeside(
  setting: ForgeSetting,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const child = fork(join(__dirname, 'forgeProgram.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  const exited = once(child, 'exit');
  child.send(setting);
  const [url] = await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => {
      throw new Error(`the forge ended with ${code}`);
    }),
  ]);
  return {
    url: String(url),
    async close() {
      child.disconnect();
      await exited;
    },
  };
}
