import { execFileSync } from 'node:child_process';
import type { GitFixture } from './gitFixture';

/** What a folder of a commit lists. */
export interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

function write(
  { directory }: GitFixture,
  type: string,
  content: string | Buffer,
): string {
  const args = ['hash-object', '-t', type, '-w', '--literally', '--stdin'];
  return execFileSync('git', args, { cwd: directory, input: content })
    .toString()
    .trim();
}

export function entriesOf(fixture: GitFixture, folder: string): Entry[] {
  return fixture
    .git('ls-tree', `HEAD:${folder}`)
    .split('\n')
    .map(line => {
      const [header, name] = line.split('\t');
      const [mode, , sha] = header.split(' ');
      return { mode, name, sha };
    });
}

/** Exactly these entries, in this order. */
export function makeFolder(
  fixture: GitFixture,
  entries: readonly Entry[],
): string {
  const parts = entries.map(({ mode, name, sha }) =>
    Buffer.concat([
      Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
      Buffer.from(sha, 'hex'),
    ]),
  );
  return write(fixture, 'tree', Buffer.concat(parts));
}

export function file(fixture: GitFixture, name: string, text = 'x\n'): Entry {
  return { mode: '100644', name, sha: write(fixture, 'blob', text) };
}

/** Commits other entries of a folder, which no git need agree with. */
export function refold(
  fixture: GitFixture,
  folder: string,
  change: (entries: readonly Entry[]) => readonly Entry[],
): void {
  let sha = makeFolder(fixture, change(entriesOf(fixture, folder)));
  const parts = folder.split('/').filter(Boolean);
  while (parts.length > 0) {
    const name = parts.pop();
    const inner = sha;
    sha = makeFolder(
      fixture,
      entriesOf(fixture, parts.join('/')).map(entry =>
        entry.name === name ? { ...entry, sha: inner } : entry,
      ),
    );
  }
  const commit = fixture.git('commit-tree', sha, '-p', 'HEAD', '-m', 'Refold');
  fixture.git('update-ref', 'HEAD', commit);
}
