import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads "+ pid" and "- pid". At the end of its input, which comes with the end of this process whatever ended it, it kills
 * the pids that are left. Ctrl-C reaches it as well and must not end it.
 */
const script = `
trap '' INT TERM HUP
pids=
while read -r change pid; do
  if [ "$change" = + ]; then pids="$pids $pid"; continue; fi
  left=
  for each in $pids; do [ "$each" = "$pid" ] || left="$left $each"; done
  pids=$left
done
[ -z "$pids" ] || kill -KILL $pids 2>/dev/null
`;

let input: Writable | undefined;

/** Sees to it that the process doesn't outlive this one, even if this one is killed by SIGKILL. */
export function keep(pid: number): void {
  input ??= startKeeper();
  input.write(`+ ${pid}\n`);
}

/** The process has ended: its pid may soon be somebody else's. */
export function release(pid: number): void {
  input?.write(`- ${pid}\n`);
}

function startKeeper(): Writable {
  const keeper = spawn('/bin/sh', ['-c', script], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.unref();
  // Without a keeper the other means still work: see atEnd.ts.
  keeper.on('error', () => {});
  keeper.stdin.on('error', () => {});
  // A pipe is a socket, and mustn't keep this process alive.
  if ('unref' in keeper.stdin && typeof keeper.stdin.unref === 'function') {
    keeper.stdin.unref();
  }
  return keeper.stdin;
}
