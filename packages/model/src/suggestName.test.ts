import { tenantNameProblem } from './names';
import { suggestName } from './suggestName';

describe('suggestName', () => {
  it.each([
    ['Payments', 'payments'],
    ['Payments & Ledger (EU)', 'payments-ledger-eu'],
    ['  Zürich Straße ', 'zurich-strasse'],
    ['2nd Line Support', 'nd-line-support'],
    ['2024 Migration', 'migration'],
    ['Platform', 'platform-team'],
    ['kube', 'team-kube'],
    ['no', 'no-team'],
    ['X', 'x-team'],
    ['Pаyments', 'payments'],
    ['支払い', 'my-team'],
    ['!!!', 'my-team'],
    ['', 'my-team'],
    [
      'The team that looks after everything that is left over',
      'the-team-that-looks-after-everything',
    ],
  ])('proposes for %j %s', (title, name) => {
    expect(suggestName(title)).toBe(name);
  });

  it('proposes a valid name whatever the title', () => {
    const alphabet = [
      ...'aZ09-_ .éßж/\\\u202e\n',
      'kube',
      'no',
      'system',
      'x'.repeat(30),
    ];
    for (let seed = 1; seed < 2000; seed++) {
      const title = Array.from(
        { length: seed % 7 },
        (_, index) => alphabet[(seed * (index + 3) * 7919) % alphabet.length],
      ).join('');
      expect([title, tenantNameProblem(suggestName(title))]).toEqual([
        title,
        undefined,
      ]);
    }
  });
});
