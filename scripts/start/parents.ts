import { readFileSync } from 'node:fs';

/**
 * Calls back when the shell or npm that started this process is gone: npm passes SIGTERM on to a shell, which dies of
 * it without a word to us. Known on Linux only; elsewhere the signal has to reach this process itself.
 */
export function whenParentsAreGone(callback: () => void): () => void {
  const links = ancestry(process.pid);
  const timer = setInterval(() => {
    if (links.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(timer);
    callback();
  }, 1_000).unref();
  return () => clearInterval(timer);
}

interface Link {
  readonly pid: number;
  readonly parent: number;
}

/** tsx, the shell of an npm script, npm. */
const MOST_LINKS = 3;

function ancestry(pid: number, found: readonly Link[] = []): readonly Link[] {
  const parent = parentOf(pid);
  return parent === undefined || parent <= 1 || found.length === MOST_LINKS
    ? found
    : ancestry(parent, [...found, { pid, parent }]);
}

function parentOf(pid: number): number | undefined {
  try {
    // `pid (name) state ppid …`; the name may hold anything, parentheses included.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
