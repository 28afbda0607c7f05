import { TENANT_YAML } from './fixtures/example';
import { locateProblems, parseTenant } from './parse';
import { formatProblems } from './problems';

const file = 'tenants/payments/tenant.yaml';

function problemsOf(text: string): string {
  const result = parseTenant(text, { file });
  return result.ok ? '' : formatProblems(result.problems);
}

function edited(from: string, to: string): string {
  expect(TENANT_YAML).toContain(from);
  return TENANT_YAML.replace(from, to);
}

describe('parseTenant', () => {
  it('reads a tenant, whatever the line ends and comments', () => {
    expect(problemsOf(TENANT_YAML)).toBe('');
    expect(problemsOf(TENANT_YAML.replaceAll('\n', '\r\n'))).toBe('');
    expect(problemsOf(`# Köln 🚀\n---\n${TENANT_YAML}`)).toBe('');
  });

  it('says file, line and column of each problem, in reading order', () => {
    const text = edited('profile: hardened', 'profil: hardened')
      .replace('pay.example.com', 'co.uk')
      .replace('title: Payments', 'title: "Pay{{x}}"');
    expect(problemsOf(text).split('\n')).toEqual([
      expect.stringContaining(`${file}:5:10 spec.title: contains “{{”`),
      `${file}:8:3 spec.profil: unknown key “profil”; did you mean “profile”? (for example: profile)`,
      expect.stringContaining(
        `${file}:17:15 spec.environments[1].hosts[0]: “co.uk” is a public suffix`,
      ),
    ]);
  });

  it('points to what should hold a missing key', () => {
    expect(problemsOf(edited('  owner: group:default/payments\n', ''))).toMatch(
      `${file}:4:1 spec.owner: is missing`,
    );
    expect(problemsOf('kind: Tenant')).toMatch(`${file}:1:1 spec: is missing`);
  });

  it.each([
    ['', /1:1: is empty/],
    ['# nothing\n', /is empty/],
    ['---\n...\n', /is empty/],
    ['a: [', /isn't valid YAML/],
    ['a: b: c', /isn't valid YAML/],
    ['\ta: b', /isn't valid YAML/],
    // A line break for some readers, for others a part of the comment.
    [`${TENANT_YAML}# see\rspec: {}\n`, /contains the character U\+000D/],
    [`${TENANT_YAML}---\n${TENANT_YAML}`, /22:1: holds more than one document/],
    [`%YAML 1.1\n---\n${TENANT_YAML}`, /directive/],
    [`%TAG ! tag:x,2000:\n---\n${TENANT_YAML}`, /directive/],
    [
      edited('size: small', 'size: small\n  size: large'),
      /10:3 spec\.size: the key “size” stands here twice/,
    ],
    [
      edited('title: Payments', 'title: &t Payments'),
      /5:13 spec\.title: has an anchor \(“&t”\)/,
    ],
    [edited('title: Payments', 'title: *t'), /isn't valid YAML|alias/],
    [
      edited('title: Payments', 'title: &t Payments').replace(
        'profile: hardened',
        'profile: *t',
      ),
      /8:12 spec\.profile: is an alias/,
    ],
    [
      edited('title: Payments', 'title: !!str Payments'),
      /5:\d+ spec\.title: has a tag/,
    ],
    [edited('title: Payments', 'title: !!binary eA=='), /has a tag/],
    [
      edited('title: Payments', '<<: { title: Payments }'),
      /5:3 spec\["?.*<<.*merges another map/,
    ],
    [
      edited('title: Payments', '? [title]\n  : Payments'),
      /has the key, which isn't text/,
    ],
    [
      edited('title: Payments', '12: Payments'),
      /has the key “12”, which isn't text/,
    ],
    [
      edited('title: Payments', '~: Payments'),
      /has the key “~”, which isn't text/,
    ],
    [
      edited('title: Payments', '__proto__: { x: 1 }\n  title: Payments'),
      /5:3 spec\.__proto__: the key “__proto__” is never allowed/,
    ],
    [
      edited('title: Payments', 'constructor: { x: 1 }\n  title: Payments'),
      /“constructor” is never allowed/,
    ],
    [
      edited('name: payments', 'name: no'),
      /3:19 metadata\.name: “no” is a word that YAML/,
    ],
    [
      edited('name: payments', 'name: 1e3'),
      /metadata\.name: is the number 1000; expected text/,
    ],
    [
      edited('name: payments', 'name: 0o17'),
      /metadata\.name: is the number 15; expected text/,
    ],
    [
      edited('name: payments', 'name: null'),
      /metadata\.name: is empty; expected text/,
    ],
    [
      edited('name: payments', 'name: 2026-01-01'),
      /metadata\.name: “2026-01-01” must consist/,
    ],
    [edited('name: payments', 'name: "pay\\u200bments"'), /U\+200B/],
    [
      edited('443, 514/UDP', '0443'),
      /“0443” means different things to different YAML readers/,
    ],
    [edited('443, 514/UDP', '0x1BB'), /means different things/],
    [edited('443, 514/UDP', '4_43'), /isn't a port/],
    [
      edited('viewers: [audit]', 'viewers: [no]'),
      /“no” means different things.*for example: "no"/,
    ],
    [
      edited('title: Payments', 'title: Pay # \u202Estnemyap'),
      /5:16: contains the character U\+202E/,
    ],
    [
      edited('title: Payments', 'title: Pay\u0000'),
      /5:13: contains the character U\+0000/,
    ],
    [
      edited('title: Payments', 'title: "Payments\\nowner: x"'),
      /spec\.title: contains the character U\+000A/,
    ],
    [
      edited('title: Payments', 'title: |\n    Payments\n    more'),
      /spec\.title: contains the character U\+000A/,
    ],
  ])('refuses %#', (text, message) => {
    expect(problemsOf(text)).toMatch(message);
  });

  it('reads quoted words as text', () => {
    expect(problemsOf(edited('viewers: [audit]', 'viewers: ["no"]'))).toBe('');
  });

  it('tells problems of the writing and of the contents together', () => {
    const text = edited('title: Payments', 'title: &t "{{"');
    expect(problemsOf(text).split('\n')).toHaveLength(2);
  });

  describe('does not choke on', () => {
    const deep = 200_000;
    it.each([
      ['a huge text', ' '.repeat(100 * 1024 * 1024), /at most 256 KiB/],
      [
        'many wide characters',
        `title: ${'ж'.repeat(150_000)}`,
        /at most 256 KiB/,
      ],
      ['deep lists', '['.repeat(deep), /deep in each other/],
      ['deep block lists', '- '.repeat(deep / 2), /deep in each other/],
      [
        'a depth a bit over the limit',
        `a: ${'['.repeat(21)}${']'.repeat(21)}`,
        /deep in each other/,
      ],
      [
        'many keys',
        Array.from({ length: 25_000 }, (_, i) => `k${i}: 1`).join('\n'),
        /too many values/,
      ],
      ['many documents', '---\n'.repeat(60_000), /is empty|more than one/],
      [
        'an alias bomb',
        [
          'a: &a [x,x,x,x,x,x,x,x,x]',
          ...'bcdefghi'
            .split('')
            .map(
              (name, i) =>
                `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`)}]`,
            ),
        ].join('\n'),
        /is an alias/,
      ],
    ])('%s', (_, text, message) => {
      const start = performance.now();
      const problems = problemsOf(text);
      expect(problems).toMatch(message);
      expect(problems.length).toBeLessThan(100_000);
      expect(performance.now() - start).toBeLessThan(5_000);
    });
  });
});

describe('locateProblems', () => {
  it('finds the place of problems that were found elsewhere', () => {
    const [problem] = locateProblems(
      [{ path: ['spec', 'environments', 0, 'cluster'], message: 'is gone' }],
      TENANT_YAML,
      { file },
    );
    expect(formatProblems([problem])).toBe(
      `${file}:13:16 spec.environments[0].cluster: is gone`,
    );
  });
});
