import { hostProbes } from '../kubelet/host-probes';
import { attacksTried, proved } from './proved';
import type { AttackResult, ProofState } from './proved';

const at = '2026-11-20T00:00:00Z';

const control = hostProbes;

function result(
  kind: AttackResult['result'],
  of = 'host-probes',
): AttackResult {
  return { control: of, attack: 'L01 a probe', result: kind, message: kind };
}

function state(
  results: readonly AttackResult[],
  other: ProofState = {},
): ProofState {
  return {
    record: { at, rules: 'sha256:now', controls: attacksTried(results) },
    rules: 'sha256:now',
    ...other,
  };
}

function verdictOf(
  proof: ProofState,
  now = '2026-11-26T00:00:00Z',
  of: Parameters<typeof proved>[0] = control,
) {
  return proved(of, 'prod-1', proof, {
    now: new Date(now),
    validDays: 30,
  });
}

describe('proved', () => {
  it('is said where every attack was refused', () => {
    expect(
      verdictOf(
        state([result('pass'), result('skip'), result('fail', 'other')]),
      ),
    ).toEqual({
      state: 'yes',
      reason: '1 attack was tried and refused',
      at,
    });
  });

  it('tells the first failure of several, and of each control its own', () => {
    const first = { ...result('warn'), message: 'the first' };
    const proof = state([
      result('pass'),
      first,
      result('fail'),
      result('pass'),
    ]);
    expect(verdictOf(proof).reason).toBe('L01 a probe: the first');
    expect(verdictOf(state([result('pass'), result('pass')])).reason).toBe(
      '2 attacks were tried and refused',
    );
  });

  it.each(['fail', 'warn'] as const)('is denied after a %s', kind => {
    expect(verdictOf(state([result('pass'), result(kind)]))).toEqual({
      state: 'no',
      reason: `L01 a probe: ${kind}`,
      at,
    });
  });

  it.each<[string, ProofState, string]>([
    ['nobody proved it', {}, 'never proved on prod-1'],
    [
      'reports are unreadable',
      { unreadable: "reports can't be read" },
      "reports can't be read",
    ],
    [
      'the rules have changed',
      state([result('pass')], { rules: 'sha256:other' }),
      'the rules have changed since the last proof',
    ],
    [
      'the rules are unreadable',
      state([result('pass')], { rules: undefined }),
      "the rules in force on prod-1 can't be read",
    ],
    [
      'an attack was undecided',
      state([result('pass'), result('error')]),
      'L01 a probe: error',
    ],
    [
      'nothing was tried, and an attack was undecided',
      state([result('skip'), result('error')]),
      'L01 a probe: error',
    ],
    [
      'nothing was tried, under other rules',
      state([result('skip')], { rules: 'sha256:other' }),
      'the rules have changed since the last proof',
    ],
  ])('is unknown where %s, and could be known', (_, proof, reason) => {
    const verdict = verdictOf(proof);
    expect(verdict).toMatchObject({ state: 'unknown', reason });
    expect(verdict).not.toHaveProperty('elsewhere');
  });

  it('can be known elsewhere alone where everything was passed over, while the proof counts', () => {
    const proof = state([result('skip'), result('skip')]);
    expect(verdictOf(proof)).toEqual({
      state: 'unknown',
      reason: 'skip',
      at,
      elsewhere: true,
    });
    expect(verdictOf(proof, '2026-12-20T00:00:01Z')).not.toHaveProperty(
      'elsewhere',
    );
  });

  it('can be known elsewhere alone where no attack is for a cluster, and not where the proof is older than the control', () => {
    const [inSuite] = control.attacks.map(attack => ({
      row: attack.row,
      title: attack.title,
      proof: 'none' as const,
      needs: 'node' as const,
      why: 'it takes a node',
    }));
    expect(
      verdictOf(state([]), undefined, { id: 'other', attacks: [inSuite] }),
    ).toEqual({
      state: 'unknown',
      reason: 'no attack of it can be tried on a cluster',
      at,
      elsewhere: true,
    });
    expect(verdictOf(state([]))).toEqual({
      state: 'unknown',
      reason: 'the last proof did not try it',
      at,
    });
  });

  it('is unknown once the proof is too old, or has no time', () => {
    expect(verdictOf(state([result('pass')]), '2026-12-20T00:00:01Z')).toEqual({
      state: 'unknown',
      reason: 'the last proof is older than 30 days',
      at,
    });
    const controls = attacksTried([result('pass')]);
    const record = { at: 'x', rules: 'sha256:now', controls };
    expect(verdictOf({ record, rules: 'sha256:now' }).state).toBe('unknown');
  });

  it('is unknown where the proof is of the future, or a newer one may be unreadable', () => {
    expect(
      verdictOf(state([result('pass')]), '2026-11-19T00:00:00Z'),
    ).toMatchObject({
      state: 'unknown',
      reason: 'the last proof is of the future',
    });
    const unreadable = "Report objects can't be read";
    expect(verdictOf(state([result('pass')], { unreadable }))).toMatchObject({
      state: 'unknown',
      reason: unreadable,
    });
    expect(verdictOf(state([result('fail')], { unreadable })).state).toBe('no');
  });

  it('still tells a failure under other rules, and an old one', () => {
    expect(
      verdictOf(state([result('fail')], { rules: 'x' }), '2027-11-26T00:00:00Z')
        .state,
    ).toBe('no');
  });
});
