import { execFileSync } from 'node:child_process';

export interface ImportedCommit {
  readonly branch: string;
  /** The branch that it goes on from; default: it has no parent. */
  readonly from?: string;
  readonly files: Iterable<readonly [string, string]>;
}

/** Writes commits into a repository, in their order; nothing is checked out. */
export function importCommits(
  repository: string,
  commits: readonly ImportedCommit[],
): void {
  execFileSync('git', ['fast-import', '--quiet', '--force'], {
    cwd: repository,
    input: Buffer.concat(commits.flatMap(streamOf)),
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
    },
  });
}

/** Source: git-fast-import(1) */
function streamOf({ branch, from, files }: ImportedCommit): Buffer[] {
  const head = [
    `commit refs/heads/${branch}`,
    'committer Pat Platform <pat@example.com> 1772366400 +0000',
    'data 7',
    'Change',
    // What is in the repository already is a commit; what this stream made is a branch.
    ...(from === undefined
      ? []
      : [`from refs/heads/${from}${from === branch ? '^0' : ''}`]),
    '',
  ];
  return [
    Buffer.from(head.join('\n')),
    ...Array.from(files, ([path, content]) => {
      const bytes = Buffer.from(content);
      return Buffer.concat([
        Buffer.from(`M 100644 inline ${path}\ndata ${bytes.length}\n`),
        bytes,
        Buffer.from('\n'),
      ]);
    }),
  ];
}
