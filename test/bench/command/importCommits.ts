import { execFileSync } from 'node:child_process';

type Entries = Iterable<readonly [string, string]>;

/** A repository with `base` on `main`, and a branch for each change; nothing is checked out. */
export function importCommits(
  folder: string,
  {
    base,
    changes,
  }: {
    readonly base: Entries;
    readonly changes: Readonly<Record<string, Entries>>;
  },
): void {
  const git = (args: readonly string[], input?: Buffer) =>
    execFileSync('git', args, {
      cwd: folder,
      input,
      stdio: ['pipe', 'ignore', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    });
  git(['init', '--quiet', '--initial-branch=main']);
  const stream = [
    ...commitOf('main', base),
    ...Object.entries(changes).flatMap(([branch, files]) =>
      commitOf(branch, files, 'main'),
    ),
  ];
  git(['fast-import', '--quiet'], Buffer.concat(stream));
}

/** Source: git-fast-import(1) */
function commitOf(branch: string, files: Entries, from?: string): Buffer[] {
  const text = (value: string) => Buffer.from(value);
  return [
    text(
      `commit refs/heads/${branch}\ncommitter Pat Platform <pat@example.com> 1772366400 +0000\ndata 7\nChange\n\n`,
    ),
    ...(from === undefined ? [] : [text(`from refs/heads/${from}\n`)]),
    ...Array.from(files, ([path, content]) => {
      const bytes = text(content);
      return Buffer.concat([
        text(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
        bytes,
        text('\n'),
      ]);
    }),
  ];
}
