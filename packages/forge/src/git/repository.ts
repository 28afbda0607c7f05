import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdir } from 'node:fs/promises';

import type { Git, GitResult, GitRunOptions } from './git';
import { createLock, type Lock } from './lock';

/** One bare repository on disk. */
export interface GitRepository {
  readonly dir: string;
  run(args: readonly string[], options?: GitRunOptions): Promise<GitResult>;
  stream(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): ChildProcessWithoutNullStreams;
  /** Held by whatever reads refs in order to change them. */
  readonly exclusively: Lock;
}

export function openGitRepository(git: Git, dir: string): GitRepository {
  return {
    dir,
    run: (args, options) => git.run(dir, args, options),
    stream: (args, env) => git.stream(dir, args, env),
    exclusively: createLock(),
  };
}

/** Creates the bare repository when it is absent; harmless when it is there. */
export async function initGitRepository(
  repository: GitRepository,
  defaultBranch: string,
): Promise<void> {
  await mkdir(repository.dir, { recursive: true });
  await repository.run([
    'init',
    '--quiet',
    '--bare',
    '--template=',
    `--initial-branch=${defaultBranch}`,
  ]);
}
