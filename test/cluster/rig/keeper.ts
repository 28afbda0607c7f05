import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Reads "+ pid", "- pid" and "d directory". At the end of its input, which comes with the end of this process whatever ended
 * it, it kills the pids and removes the directories that are left. Ctrl-C reaches it as well and must not end it.
 */
const script = `
trap '' INT TERM HUP
pids=
while read -r change what; do
  case $change in
    +) pids="$pids $what" ;;
    d) set -- "$@" "$what" ;;
    -)
      left=
      for each in $pids; do [ "$each" = "$what" ] || left="$left $each"; done
      pids=$left ;;
  esac
done
[ -z "$pids" ] || kill -KILL $pids
[ $# = 0 ] || rm -rf -- "$@" || { sleep 1; rm -rf -- "$@"; }
`;

let input: Writable | undefined;

/** Sees to it that the process doesn't outlive this one, even if this one is killed by SIGKILL. */
export function keep(pid: number): void {
  tell(`+ ${pid}`);
}

/** The directory is of no use, and holds keys, when this process has ended. */
export function discard(directory: string): void {
  tell(`d ${directory}`);
}

/** The process has ended: its pid may soon be somebody else's. */
export function release(pid: number): void {
  tell(`- ${pid}`);
}

function tell(line: string): void {
  input ??= startKeeper();
  input.write(`${line}\n`);
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
