import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A TypeScript file that runs as a process of its own and does what it is told; see `obeyOrders`. */
export interface Program<Order> {
  tell<T>(order: Order): Promise<T>;
  end(): Promise<void>;
}

interface Message {
  readonly id: number;
  readonly order: unknown;
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export function startProgram<Order>(file: string): Program<Order> {
  // A small heap: it starts git again and again, and each start copies the tables of its pages.
  const execArgv = ['--max-semi-space-size=1', '--import', 'tsx'];
  const child = fork(file, { execArgv });
  const exited = once(child, 'exit');
  const waiting = new Map<number, (answer: Answer) => void>();
  let orders = 0;
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  child.once('exit', code => {
    const error = `${file} ended with ${code}`;
    for (const [id, hear] of waiting) hear({ id, error });
  });
  return {
    tell<T>(order: Order) {
      orders += 1;
      const message: Message = { id: orders, order };
      return new Promise<T>((resolve, reject) => {
        waiting.set(message.id, ({ id, value, error }) => {
          waiting.delete(id);
          if (error === undefined) resolve(value as T);
          else reject(new Error(error));
        });
        child.send(message);
      });
    },
    async end() {
      child.disconnect();
      await exited;
    },
  };
}

/** The program's side: answers each order, and ends with whoever started it. */
export function obeyOrders<Order>(
  obey: (order: Order) => Promise<unknown>,
): void {
  process.on('message', async ({ id, order }: Message) => {
    const answer = await obey(order as Order).then(
      value => ({ id, value }),
      error => ({ id, error: String(error) }),
    );
    process.send?.(answer);
  });
  process.on('disconnect', () => process.exit());
}
