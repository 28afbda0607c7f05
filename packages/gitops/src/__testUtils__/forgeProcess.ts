import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Forge, ForgeOptions } from '@tenantry/forge';
import type { Order } from './forgeServer';

type Answer = {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
};
type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * A forge in a process of its own, as in production. It starts git some thirty times for a pull request, and each start
 * costs more the larger the process is: a test's is large.
 */
export async function startForgeProcess(options: ForgeOptions): Promise<Forge> {
  const child = fork(join(__dirname, 'forgeServer.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  const exited = once(child, 'exit');
  const waiting = new Map<number, (answer: Answer) => void>();
  let orders = 0;
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  child.once('exit', code => {
    const error = `the forge's process ended with ${code}`;
    for (const [id, tell] of waiting) tell({ id, error });
  });

  function tell<T>(order: WithoutId<Order>): Promise<T> {
    orders += 1;
    const id = orders;
    return new Promise((resolve, reject) => {
      waiting.set(id, ({ value, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(value as T);
        else reject(new Error(error));
      });
      child.send({ ...order, id });
    });
  }

  const { url, apiUrl } = await tell<Pick<Forge, 'url' | 'apiUrl'>>({
    start: options,
  });
  return {
    url,
    apiUrl,
    createRepository: repository => tell({ create: repository }),
    setWebhook: hook => tell({ hook }),
    async close() {
      await tell({ close: true });
      await exited;
    },
  };
}
