import { markOfSync, repairWords } from './syncWords';

describe('markOfSync', () => {
  it('waits for the merge, without alarm', () => {
    expect(markOfSync({ state: 'no', reason: '' }, 'requested')).toEqual({
      state: 'waiting',
      word: 'once merged',
    });
    expect(markOfSync({ state: 'no', reason: '' }, 'merged')).toEqual({
      state: 'no',
      word: 'not synced',
    });
  });
});

describe('repairWords', () => {
  it('says nothing where nothing was repaired', () => {
    expect(repairWords({})).toBeUndefined();
  });

  it('counts objects and times', () => {
    const objects = ['NetworkPolicy default-deny', 'ResourceQuota tenantry'];
    expect(
      repairWords({ repairs: { count: 1, objects: objects.slice(0, 1) } }),
    ).toBe('put NetworkPolicy default-deny back');
    expect(repairWords({ repairs: { count: 4, objects } })).toBe(
      'put NetworkPolicy default-deny and 1 more back, 4 times in all',
    );
  });
});
