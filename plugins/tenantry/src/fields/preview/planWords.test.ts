import { goodPreview } from '../../__testUtils__/preview';
import { planWords } from './planWords';
import { planGroups } from './planRows';

const { plan, files } = goodPreview;

describe('planWords', () => {
  it('says what a new tenant brings', () => {
    expect(planWords(plan, files)).toBe(
      'Submitting opens one pull request that adds the tenant payments. Once it is merged, 2 namespaces on 2 clusters come into being: 1 object in 5 files. Nobody else is affected.',
    );
  });

  it('names everybody else whom a change touches', () => {
    expect(
      planWords({ ...plan, kind: 'change', othersAffected: ['ledger'] }, files),
    ).toContain('Also affected: ledger.');
  });

  it('does not promise a pull request for nothing', () => {
    expect(planWords({ ...plan, kind: 'none' }, [])).toBe(
      'Nothing would change: payments is exactly as you ask already.',
    );
  });
});

describe('planGroups', () => {
  it('gives each control one row, and a gap where an environment does not need it', () => {
    const runtime = planGroups(plan).find(
      ({ component }) => component === 'runtime',
    );
    expect(runtime?.rows).toHaveLength(1);
    expect(runtime?.rows[0].cells[0]).toBeUndefined();
    expect(runtime?.rows[0].cells[1]?.after).toBe('gVisor');
  });
});
