const tasks = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
let installed = false;

/**
 * Runs the task when this process ends before the returned function was called: by itself, by an uncaught error, by
 * Ctrl-C. Tasks are synchronous, since nothing else is waited for by then; the newest runs first.
 */
export function atEnd(task: () => void): () => void {
  install();
  tasks.add(task);
  return () => {
    tasks.delete(task);
  };
}

function install(): void {
  if (installed) return;
  installed = true;
  process.once('exit', runAll);
  for (const signal of signals) process.on(signal, endOn);
}

/** Node would end without a word to `exit` listeners. A program with handlers of its own decides for itself. */
function endOn(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  for (const each of signals) process.off(each, endOn);
  process.kill(process.pid, signal);
}

function runAll(): void {
  for (const task of [...tasks].reverse()) {
    tasks.delete(task);
    try {
      task();
    } catch (error) {
      console.error(error);
    }
  }
}
