import { firstWords, problemsBelow, problemsOf } from './requestProblems';

describe('problemsOf', () => {
  it('says nothing of fields that are somebody else’s', () => {
    expect(
      problemsOf(
        'environments',
        [{ name: 'dev', cluster: 'dev-1' }],
        'payments',
      ),
    ).toEqual([]);
  });

  it('finds the metadata service among the destinations', () => {
    const problems = problemsOf(
      'environments',
      [
        {
          name: 'dev',
          cluster: 'dev-1',
          egress: [{ cidr: '169.254.169.254/32', ports: [443] }],
        },
      ],
      'payments',
    );
    expect(problemsBelow(problems, 0, 'egress', 0)).toEqual([
      expect.objectContaining({
        path: ['cidr'],
        message: expect.stringContaining('metadata'),
      }),
    ]);
    expect(firstWords(problems, 0, 'name')).toBeUndefined();
  });
});
