import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { call } from './call';

const example = resolve(__dirname, '../../../../examples/platform');

/** The example's platform in a repository of its own, rendered and committed. */
export interface ExampleRepository {
  readonly directory: string;
  git(...args: string[]): string;
  read(path: string): string;
  /** Replaces a text that is there. */
  edit(path: string, old: string, text: string): void;
  commit(): void;
  remove(): void;
}

export async function exampleRepository(): Promise<ExampleRepository> {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-'));
  cpSync(example, directory, { recursive: true });
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Pat Platform',
        GIT_AUTHOR_EMAIL: 'pat@example.com',
        GIT_COMMITTER_NAME: 'Pat Platform',
        GIT_COMMITTER_EMAIL: 'pat@example.com',
      },
    })
      .toString()
      .trim();
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'Change');
  };
  git('init', '--quiet', '--initial-branch=main');
  await call(['render'], { cwd: directory });
  commit();
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  return {
    directory,
    git,
    commit,
    read,
    edit(path, old, text) {
      if (!read(path).includes(old)) throw new Error(`${path} has no ${old}`);
      writeFileSync(join(directory, path), read(path).replace(old, text));
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
