import { audited, checkout, ledger, payments } from '../__testUtils__/tenants';
import { tenantSteps } from './steps';

function words(status: Parameters<typeof tenantSteps>[0]) {
  return tenantSteps(status).map(({ id, state, word }) => [id, state, word]);
}

describe('tenantSteps', () => {
  it('stops at the request while nobody merged it', () => {
    expect(words(checkout)).toEqual([
      ['requested', 'done', 'done'],
      ['merged', 'waiting', 'waiting for review'],
      ['synced', 'waiting', 'not yet'],
      ['proved', 'waiting', 'not yet'],
    ]);
  });

  it('knows nothing of a cluster that is not connected', () => {
    expect(words(payments)).toEqual([
      ['requested', 'done', 'done'],
      ['merged', 'done', 'done'],
      ['synced', 'unknown', 'unknown'],
      ['proved', 'unknown', 'unknown'],
    ]);
    expect(tenantSteps(payments)[2].reason).toBe(
      'the cluster that Argo CD runs on is not connected',
    );
  });

  it('is done when every control is proved of which a cluster can tell', () => {
    expect(words(audited).slice(2)).toEqual([
      ['synced', 'done', 'done'],
      ['proved', 'done', 'done'],
    ]);
  });

  it('is not done while one environment has no proof of anything', () => {
    const [dev, prod] = audited.environments;
    const untried = prod.controls.filter(
      ({ posture }) => posture.proved.elsewhere,
    );
    const status = {
      ...audited,
      environments: [dev, { ...prod, controls: untried }],
    };
    expect(tenantSteps(status)[3]).toMatchObject({
      state: 'unknown',
      reason: 'tried in the test suite, not on a cluster',
    });
  });

  it('neither fails nor is done while a control is not in force on purpose', () => {
    const [dev, ...others] = audited.environments;
    const [first, ...controls] = dev.controls;
    const reason = 'excepted until 2027-01-31';
    const proved = { state: 'no', idle: true, reason } as const;
    const excepted = { ...first, posture: { ...first.posture, proved } };
    const status = {
      ...audited,
      environments: [{ ...dev, controls: [excepted, ...controls] }, ...others],
    };
    expect(tenantSteps(status)[3]).toEqual({
      id: 'proved',
      state: 'waiting',
      word: 'some not in force',
      reason,
    });
  });

  it('tells what Argo CD put back from what was never tried', () => {
    expect(words(ledger).slice(2)).toEqual([
      ['synced', 'failed', 'not synced'],
      ['proved', 'unknown', 'unknown'],
    ]);
    expect(tenantSteps(ledger)[2].reason).toBe(
      'Argo CD says OutOfSync: NetworkPolicy default-deny',
    );
  });
});
