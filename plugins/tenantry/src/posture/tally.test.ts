import {
  controls,
  declaredOnly,
  elsewhere,
  unknown,
} from '../__testUtils__/posture';
import { columns, verdictWords } from './columns';
import { markOf, markOfMany } from './marks';
import { overall, tally, tallyReason, tallyWords } from './tally';

const none = { yes: 0, no: 0, idle: 0, unknown: 0, total: 0, elsewhere: 0 };

describe('tally', () => {
  it('counts what each control answers in one column', () => {
    expect(tally(controls(), 'declared')).toEqual({
      yes: 9,
      no: 0,
      idle: 0,
      unknown: 0,
      total: 9,
      elsewhere: 0,
    });
    expect(tally(controls(), 'live')).toEqual({
      yes: 0,
      no: 0,
      idle: 0,
      unknown: 9,
      total: 9,
      elsewhere: 0,
    });
  });
});

describe('what no cluster can answer', () => {
  const proved = { state: 'yes', reason: '4 attacks refused' } as const;
  const holding = { ...declaredOnly, proved };
  const untried = { ...declaredOnly, proved: elsewhere };

  it('counts neither way, and says why', () => {
    const all = controls(holding, { sandbox: untried, quota: untried });
    const counts = tally(all, 'proved');
    expect(counts).toEqual({ ...none, yes: 7, total: 7, elsewhere: 2 });
    expect(markOfMany(counts, 'proved', 'merged')).toEqual({
      state: 'yes',
      word: '7 of 7 proved, 2 not tried here',
    });
    expect(tallyReason(all, 'proved')).toMatch(
      /^2 not tried here: it takes the test suite/,
    );
  });

  it('hides no other unknown, and no other reason', () => {
    const all = controls(untried, { quota: declaredOnly, sandbox: holding });
    expect(markOfMany(tally(all, 'proved'), 'proved', 'merged')).toEqual({
      state: 'unknown',
      word: '1 of 2 proved, 1 unknown, 7 not tried here',
    });
    expect(tallyReason(all, 'proved')).toBe('no cluster connected');
  });

  it('is no proof by itself', () => {
    const all = controls(untried);
    expect(markOfMany(tally(all, 'proved'), 'proved', 'merged')).toEqual({
      state: 'unknown',
      word: 'proved unknown',
    });
    expect(tallyReason(all, 'proved')).toBe(elsewhere.reason);
  });

  it('has a mark of its own, neither good nor unknown', () => {
    expect(markOf(untried, 'proved', 'merged')).toEqual({
      state: 'elsewhere',
      word: 'not tried here',
    });
  });
});

describe('what is not to be in force', () => {
  const idle = { state: 'no', reason: 'observed', idle: true } as const;
  const observed = { declared: idle, live: idle, proved: idle };

  it('is not good, and is called neither missing nor failed', () => {
    const all = controls(declaredOnly, { sandbox: observed, quota: observed });
    expect(markOfMany(tally(all, 'declared'), 'declared', 'merged')).toEqual({
      state: 'no',
      word: '7 of 9 declared, 2 not in force',
    });
    expect(tallyReason(all, 'declared')).toBe('observed');
    expect(markOf(observed, 'proved', 'merged')).toEqual({
      state: 'no',
      word: 'not in force',
    });
  });
});

describe('overall', () => {
  it.each([
    ['all hold', { ...none, yes: 3, total: 3 }, 'yes'],
    ['one fails', { ...none, yes: 2, no: 1, total: 3 }, 'no'],
    ['one is unknown', { ...none, yes: 2, unknown: 1, total: 3 }, 'unknown'],
    [
      'one fails, others are unknown',
      { ...none, no: 1, unknown: 2, total: 3 },
      'no',
    ],
    ['there is nothing to judge', none, 'unknown'],
  ] as const)('when %s', (_case, counts, expected) => {
    expect(overall(counts)).toBe(expected);
  });
});

describe('tallyWords', () => {
  const words = verdictWords.live;
  it.each([
    [{ ...none, yes: 22, total: 22 }, '22 of 22 live'],
    [{ ...none, yes: 21, no: 1, total: 22 }, '21 of 22 live, 1 not live'],
    [
      { ...none, yes: 19, no: 1, unknown: 2, total: 22 },
      '19 of 22 live, 1 not live, 2 unknown',
    ],
    [{ ...none, unknown: 22, total: 22 }, 'unknown'],
    [none, 'unknown'],
  ])('%o', (counts, expected) => {
    expect(tallyWords(counts, words)).toBe(expected);
  });
});

describe('markOf', () => {
  it('never calls an unknown good, in any column or phase', () => {
    const posture = { declared: unknown, live: unknown, proved: unknown };
    for (const column of columns) {
      for (const phase of ['requested', 'merged'] as const) {
        expect(markOf(posture, column, phase)).toEqual({
          state: 'unknown',
          word: 'unknown',
        });
      }
    }
  });

  it('waits for the merge instead of crying over it', () => {
    const posture = {
      ...declaredOnly,
      declared: { state: 'no', reason: 'only in the pull request' },
    } as const;
    expect(markOf(posture, 'declared', 'requested').state).toBe('waiting');
    expect(markOf(posture, 'declared', 'merged')).toEqual({
      state: 'no',
      word: 'not declared',
    });
  });
});

describe('markOfMany', () => {
  it('names the column when nothing is known', () => {
    expect(
      markOfMany({ ...none, unknown: 9, total: 9 }, 'live', 'merged'),
    ).toEqual({ state: 'unknown', word: 'live unknown' });
  });

  it('says what will be declared before the merge', () => {
    expect(
      markOfMany({ ...none, no: 9, total: 9 }, 'declared', 'requested'),
    ).toEqual({ state: 'waiting', word: '9 controls once merged' });
  });
});
