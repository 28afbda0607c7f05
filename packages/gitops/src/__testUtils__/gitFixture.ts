import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A real repository in a temporary folder, for tests. */
export interface GitFixture {
  readonly url: string;
  readonly directory: string;
  git(...args: string[]): string;
  /** Writes and commits files; answers the commit. `null` deletes. */
  commit(
    files: Readonly<Record<string, string | Buffer | null>>,
    subject?: string,
  ): string;
  link(path: string, target: string): void;
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true });
}

/** @param template a repository to copy; default: an empty one. */
export function gitFixture(template?: GitFixture): GitFixture {
  const directory = temporaryFolder();
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
        GIT_AUTHOR_DATE: '2026-03-01T12:00:00Z',
        GIT_COMMITTER_NAME: 'Pat Platform',
        GIT_COMMITTER_EMAIL: 'pat@example.com',
        GIT_COMMITTER_DATE: '2026-03-01T13:00:00+01:00',
      },
    })
      .toString()
      .trim();
  if (template) cpSync(template.directory, directory, { recursive: true });
  else git('init', '--quiet', '--initial-branch=main');
  return {
    directory,
    url: pathToFileURL(directory).href,
    git,
    commit(files, subject = 'Change') {
      for (const [path, content] of Object.entries(files)) {
        const target = join(directory, path);
        if (content === null) {
          rmSync(target);
        } else {
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, content);
        }
      }
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', subject);
      return git('rev-parse', 'HEAD');
    },
    link: (path, target) => symlinkSync(target, join(directory, path)),
  };
}
