import { findingsText, githubAnnotations } from './findings';
import { problemsText } from './problems';
import { plainStyle } from './style';

const file = 'tenants/\n::error::spoof\u001b[2J\u202e/tenant.yaml';
const shown = 'tenants/<U+000A>::error::spoof<U+001B>[2J<U+202E>/tenant.yaml';

describe('what is printed of names that anybody may choose', () => {
  it('shows what they hide, in findings and in problems', () => {
    const problem = { path: [], file, message: 'is\rodd' };
    const finding = { ...problem, rule: 'odd-name', level: 'error' } as const;

    expect(problemsText([problem])).toBe(`${shown}: is<U+000D>odd`);
    expect(findingsText([finding], plainStyle)).toBe(
      `${shown}\n  error  is<U+000D>odd  odd-name`,
    );
  });

  it('is no command in a log of GitHub', () => {
    const message = 'there is no profile “##[stop-commands]x”';

    expect(problemsText([{ path: [], file, message }])).not.toContain('##[');
    expect(problemsText([{ path: [], file, message: '# ## [x]' }])).toContain(
      '# ## [x]',
    );
  });

  it('stays on one line of an annotation', () => {
    const finding = {
      ...{ path: [], file, message: 'is\rodd', rule: 'odd-name' },
      level: 'error' as const,
    };

    expect(githubAnnotations([finding])).not.toMatch(/\p{Cc}/u);
  });
});
