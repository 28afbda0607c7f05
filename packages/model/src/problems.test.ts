import {
  formatProblems,
  InvalidInputError,
  unwrap,
  type Problem,
} from './problems';
import { quote } from './quote';

const problems: Problem[] = [
  {
    path: ['spec', 'environments', 0, 'hosts', 1],
    message: 'is wrong',
    example: 'pay.example.com',
    file: 'tenant.yaml',
    line: 3,
    column: 7,
  },
  { path: ['spec', 'a b'], message: 'is odd' },
  { path: [], message: 'is empty' },
];

describe('problems', () => {
  it('are written one a line, with place, path and example', () => {
    expect(formatProblems(problems)).toBe(
      [
        'tenant.yaml:3:7 spec.environments[0].hosts[1]: is wrong (for example: pay.example.com)',
        'spec[“a b”]: is odd',
        'is empty',
      ].join('\n'),
    );
  });

  it('are thrown together', () => {
    expect(unwrap({ ok: true, value: 1 })).toBe(1);
    const error = new InvalidInputError(problems);
    expect(() => unwrap({ ok: false, problems })).toThrow(error);
    expect(error.name).toBe('InvalidInputError');
    expect(error.problems).toBe(problems);
  });
});

describe('quote', () => {
  it.each([
    ['payments', '“payments”'],
    ['a\nb', '“a<U+000A>b”'],
    ['\u202Ea', '“<U+202E>a”'],
    ['x'.repeat(61), `“${'x'.repeat(60)}…”`],
    ['🚀'.repeat(61), `“${'🚀'.repeat(60)}…”`],
  ])('shows %j as %s', (value, quoted) => {
    expect(quote(value)).toBe(quoted);
  });
});
