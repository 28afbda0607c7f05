import {
  removeTemporaryFolders,
  type GitFixture,
} from './__testUtils__/gitFixture';
import {
  entriesOf,
  file,
  makeFolder,
  refold,
  type Entry,
} from './__testUtils__/refold';
import { findingsIn, renderedRepository } from './__testUtils__/verifyFixture';

const guarded = 'clusters/dev-1/tenants/ledger';

// Git is started some dozens of times in each.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);

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
