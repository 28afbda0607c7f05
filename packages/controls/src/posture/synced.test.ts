import { synced } from './synced';
import type { SyncRecord, SyncState } from './synced';

const revision = '4f1c9d2a8b7e6f5d4c3b2a1908f7e6d5c4b3a291';
const comparedAt = '2026-11-26T12:00:00Z';

const fine: SyncRecord = {
  comparedAt,
  status: 'Synced',
  revision,
  errors: [],
  operation: { phase: 'Succeeded', message: 'successfully synced' },
  different: [],
};

function verdictOf(
  state: SyncState,
  {
    now = '2026-11-26T12:01:00Z',
    current = true,
  }: { now?: string; current?: boolean | undefined } = {},
) {
  return synced(state, { isCurrent: () => current, now: new Date(now) });
}

const judge = (
  changes: Partial<SyncRecord>,
  options?: Parameters<typeof verdictOf>[1],
) => {
  const { state, reason } = verdictOf(
    { record: { ...fine, ...changes } },
    options,
  );
  return [state, reason];
};

describe('synced', () => {
  it('is said where Argo CD is at the last change and finds nothing different', () => {
    expect(verdictOf({ record: fine })).toEqual({
      state: 'yes',
      reason: 'Argo CD applied 4f1c9d2a',
      at: comparedAt,
      revision,
    });
  });

  it('is unknown, whatever was last read, where Argo CD can not be read now', () => {
    expect(verdictOf({ record: fine, unreadable: 'no answer' })).toMatchObject({
      state: 'unknown',
      reason: 'no answer',
      at: comparedAt,
    });
    expect(verdictOf({ unreadable: 'no answer' })).toEqual({
      state: 'unknown',
      reason: 'no answer',
    });
  });

  it('is denied where Argo CD has no Application, or has not looked yet', () => {
    expect(verdictOf({})).toEqual({
      state: 'no',
      reason: 'Argo CD has no Application for it yet',
    });
    expect(
      judge({ comparedAt: undefined, status: undefined, revision: undefined }),
    ).toEqual(['no', 'Argo CD has not compared it yet']);
  });

  it('is unknown where Argo CD has been silent, or its clock is ahead', () => {
    expect(judge({}, { now: '2026-11-26T12:15:00Z' })[0]).toBe('yes');
    expect(judge({}, { now: '2026-11-26T12:16:00Z' })).toEqual([
      'unknown',
      'Argo CD has compared nothing for 16 minutes',
    ]);
    expect(judge({}, { now: '2026-11-26T11:50:00Z' })).toEqual([
      'unknown',
      "Argo CD's last comparison is of the future",
    ]);
    expect(judge({ comparedAt: 'yesterday' })[0]).toBe('unknown');
  });

  it.each([
    ['as ours', 0, 15],
    ['five minutes fast', 5, 20],
    ['five minutes slow', -5, 10],
    ['a quarter of an hour slow', -15, 0],
  ])(
    'is said for no longer than a quarter of an hour after the last comparison, and what the clock of Argo CD is off: %s',
    (_, fast, minutes) => {
      const compared = Date.parse(comparedAt) - fast * 60_000;
      const after = (ms: number) =>
        judge({}, { now: new Date(compared + ms).toISOString() })[0];
      expect(after(minutes * 60_000)).toBe('yes');
      expect(after(minutes * 60_000 + 1)).toBe('unknown');
    },
  );

  it('is never said where the clock of Argo CD is further off', () => {
    for (const fast of [-60, -16, 6, 60]) {
      const now = new Date(Date.parse(comparedAt) - fast * 60_000);
      expect(judge({}, { now: now.toISOString() })[0]).toBe('unknown');
    }
  });

  it('is denied before the last change, and unknown at a revision that nobody has', () => {
    expect(judge({}, { current: false })).toEqual([
      'no',
      'Argo CD is at 4f1c9d2a, without the last change',
    ]);
    expect(
      synced(
        { record: fine },
        { isCurrent: () => undefined, now: new Date(comparedAt) },
      ),
    ).toMatchObject({
      state: 'unknown',
      reason: "Argo CD is at 4f1c9d2a, which the repository doesn't have",
    });
  });

  it.each<[string, Partial<SyncRecord>, string]>([
    [
      'an error',
      { errors: ['the namespace is not permitted'] },
      'Argo CD: the namespace is not permitted',
    ],
    [
      'an operation that failed',
      {
        operation: {
          phase: 'Failed',
          message: 'one object was refused',
          revision,
        },
      },
      'Argo CD: one object was refused',
    ],
    [
      'an operation that runs, with what it waits for',
      {
        operation: {
          phase: 'Running',
          message: 'waiting for pruning confirmation',
        },
      },
      'Argo CD is at work: waiting for pruning confirmation',
    ],
    [
      'a deletion that nobody asks for any more',
      {
        operation: {
          phase: 'Running',
          message: 'waiting for pruning confirmation of v1/Namespace/a',
          revision: '0ld0ld0ld0',
        },
      },
      "Argo CD still waits for the confirmation of a deletion that only 0ld0ld0l asked for: terminate that operation, and don't confirm it",
    ],
    [
      'differences, by name',
      {
        status: 'OutOfSync',
        different: ['Role a', 'Role b', 'Role c', 'Role d', 'Role e'],
      },
      'Argo CD says OutOfSync: Role a, Role b, Role c, 2 more',
    ],
  ])('is denied for %s', (_, changes, reason) => {
    expect(judge(changes)).toEqual(['no', reason]);
  });

  it('forgets the failure of a commit that was left behind', () => {
    const operation = { phase: 'Failed', message: 'refused', revision: 'old' };
    expect(judge({ operation })[0]).toBe('yes');
    expect(judge({ operation: { ...operation, revision } })[0]).toBe('no');
    expect(judge({ operation, status: 'OutOfSync' })[0]).toBe('no');
  });

  it('is denied while Argo CD puts the same thing back again and again', () => {
    const repairs = (count: number, at?: string) => ({
      repairs: { count, at, objects: ['NetworkPolicy default-deny'] },
    });
    expect(judge(repairs(2, comparedAt))[0]).toBe('yes');
    expect(judge(repairs(3, comparedAt))).toEqual([
      'no',
      'Argo CD repaired it 3 times, last NetworkPolicy default-deny: somebody or something keeps changing it',
    ]);
    expect(judge(repairs(3))[0]).toBe('no');
    expect(judge(repairs(9, '2026-11-26T10:59:00Z'))[0]).toBe('yes');
  });

  it('tells of every repair', () => {
    const repairs = { count: 1, at: comparedAt, objects: ['Role a'] };
    expect(verdictOf({ record: { ...fine, repairs } }).repairs).toEqual(
      repairs,
    );
  });
});
