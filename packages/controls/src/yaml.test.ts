import { parse } from 'yaml';
import { toYaml } from './yaml';

/** Texts that some reader of YAML takes for something else. */
const traps = [
  'no',
  'yes',
  'on',
  'off',
  'y',
  'n',
  'null',
  '~',
  'true',
  '1e3',
  '0o17',
  '017',
  '0x1f',
  '1_000',
  '12:30:45',
  '2026-01-01',
  '.inf',
  '.nan',
  '',
  ' leading',
  'trailing ',
  'a: b',
  'a #b',
  '#a',
  '- a',
  '? a',
  '& a',
  '*a',
  '!a',
  '%a',
  '@a',
  '`a',
  '{a',
  '[a',
  '"a',
  "'a",
  '|',
  '>',
  '---',
  '...',
  'a\nb',
  'a\n\n---\nkind: Secret',
  'tab\there',
  't',
  'F',
  'nil',
  'None',
  'inf',
  'Infinity',
  'nan',
  '=',
  '<<',
  '1.0',
  '+1',
  '-1',
  '\u0085',
  '\u2028',
  'naïve',
  '💥',
  'a'.repeat(200),
];

describe('toYaml', () => {
  it.each(traps)(
    'writes %j so that readers of YAML 1.1 and 1.2 get it back, as a value, key and list item',
    text => {
      const value = {
        kind: 'ConfigMap',
        spec: {
          value: text,
          list: [text, [text], { key: text }],
          [`k${text}`]: 1,
          [text]: 2,
        },
      };
      const written = toYaml(value);
      expect(parse(written, { version: '1.2' })).toEqual(value);
      expect(parse(written, { version: '1.1' })).toEqual(value);
    },
  );

  it('puts the keys of an object in customary order and sorts labels, annotations and quota entries', () => {
    const written = toYaml({
      spec: { zebra: 1, hard: { b: '1', a: '2' }, ant: 2 },
      metadata: { labels: { b: '1', a: '2' }, name: 'x' },
      kind: 'ResourceQuota',
      apiVersion: 'v1',
    });
    expect(written).toBe(
      [
        'apiVersion: v1',
        'kind: ResourceQuota',
        'metadata:',
        '  name: x',
        '  labels:',
        '    a: "2"',
        '    b: "1"',
        'spec:',
        '  zebra: 1',
        '  hard:',
        '    a: "2"',
        '    b: "1"',
        '  ant: 2',
        '',
      ].join('\n'),
    );
  });

  it.each(['t', 'F', 'nil', 'None', 'inf', 'Infinity', 'nan'])(
    'quotes %s, which is text to this library and not to others',
    text => {
      expect(toYaml({ title: text })).toBe(`title: "${text}"\n`);
    },
  );

  it('writes empty maps and lists on one line, leaves out undefined, and nests lists', () => {
    const value = {
      a: {},
      b: [],
      c: undefined,
      d: [{}, [], [[1]], { x: { y: [] } }],
      e: null,
      f: false,
    };
    const written = toYaml(value);
    expect(written).not.toContain('c:');
    expect(parse(written)).toEqual({
      a: {},
      b: [],
      d: [{}, [], [[1]], { x: { y: [] } }],
      e: null,
      f: false,
    });
  });

  it('writes no anchors for a value that occurs twice', () => {
    const shared = { key: 'value' };
    expect(toYaml({ a: shared, b: shared })).not.toMatch(/[&*]/);
  });
});
