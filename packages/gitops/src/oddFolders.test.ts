import { execFileSync } from 'node:child_process';
import {
  removeTemporaryFolders,
  type GitFixture,
} from './__testUtils__/gitFixture';
import { findingsIn, renderedRepository } from './__testUtils__/verifyFixture';

interface Entry {
  readonly mode: string;
  readonly name: string;
  readonly sha: string;
}

const guarded = 'clusters/dev-1/tenants/ledger';

// Git is started some dozens of times in each.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);

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

function entriesOf(fixture: GitFixture, folder: string): Entry[] {
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
function makeFolder(fixture: GitFixture, entries: readonly Entry[]): string {
  const parts = entries.map(({ mode, name, sha }) =>
    Buffer.concat([
      Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
      Buffer.from(sha, 'hex'),
    ]),
  );
  return write(fixture, 'tree', Buffer.concat(parts));
}

function file(fixture: GitFixture, name: string, text = 'x\n'): Entry {
  return { mode: '100644', name, sha: write(fixture, 'blob', text) };
}

/** Commits other entries of a folder, which no git need agree with. */
function refold(
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

const isQuota = ({ name }: Entry) => name.includes('.resourcequota-tenantry.');

/** The folder as it is, and once more with less in it. */
const withoutQuota = (fixture: GitFixture): Entry => ({
  mode: '040000',
  name: 'ledger',
  sha: makeFolder(
    fixture,
    entriesOf(fixture, guarded).filter(entry => !isQuota(entry)),
  ),
});

const odd: readonly (readonly [
  what: string,
  folder: string,
  change: (entries: readonly Entry[], fixture: GitFixture) => readonly Entry[],
  message: RegExp,
])[] = [
  [
    'a guarded folder twice, the second with less',
    'clusters/dev-1/tenants',
    (entries, fixture) =>
      entries.flatMap(entry =>
        entry.name === 'ledger' ? [entry, withoutQuota(fixture)] : entry,
      ),
    /^holds “ledger” twice$/,
  ],
  [
    'a file twice, with one text',
    guarded,
    entries =>
      entries.flatMap(entry => (isQuota(entry) ? [entry, entry] : entry)),
    /^holds “.*” twice$/,
  ],
  [
    'a file and a folder of one name',
    'tenants/ledger',
    (entries, fixture) =>
      entries.flatMap(entry =>
        entry.name === 'notes.md'
          ? [
              entry,
              {
                ...entry,
                mode: '040000',
                sha: makeFolder(fixture, [file(fixture, 'a')]),
              },
            ]
          : entry,
      ),
    /^holds “notes.md” twice$/,
  ],
  [
    'a path in the place of a name',
    'tenants/ledger',
    (entries, fixture) => [file(fixture, 'a/b.md'), ...entries],
    /^holds “a\/b.md”, which is no name but a path$/,
  ],
  [
    'a path at the top, into a guarded folder',
    '',
    (entries, fixture) => [
      ...entries,
      file(fixture, `${guarded}/ledger-dev.resourcequota-tenantry.yaml`),
    ],
    /^holds “.*”, which is no name but a path$/,
  ],
  [
    'another order',
    '',
    entries => [...entries].reverse(),
    /^holds “.*” out of order$/,
  ],
];

describe('folders that git would not have written', () => {
  it.each(odd)('are refused: %s', async (_, folder, change, message) => {
    const fixture = renderedRepository();
    refold(fixture, folder, entries => change(entries, fixture));

    expect(await findingsIn(fixture)).toEqual([
      expect.objectContaining({
        rule: 'odd-folder',
        level: 'error',
        message: expect.stringMatching(message),
      }),
    ]);
  });

  it('are told from those that it would', async () => {
    const fixture = renderedRepository();
    refold(fixture, 'tenants/ledger', entries => [
      ...entries,
      // After tenant.yaml: a folder is compared with its slash.
      {
        mode: '040000',
        name: 'tenant',
        sha: makeFolder(fixture, [file(fixture, 'notes.md')]),
      },
    ]);

    expect(await findingsIn(fixture)).toEqual([]);
  });

  it('are nobody’s fault who doesn’t touch them', async () => {
    const fixture = renderedRepository();
    fixture.git('checkout', '--quiet', 'main');
    refold(fixture, 'tenants/ledger', entries => [...entries].reverse());
    fixture.git('update-ref', 'refs/heads/change', 'HEAD');
    fixture.git('symbolic-ref', 'HEAD', 'refs/heads/change');
    refold(fixture, 'tenants/billing', entries => [
      file(fixture, 'a.md'),
      ...entries,
    ]);

    expect(await findingsIn(fixture)).toEqual([]);
  });
});
