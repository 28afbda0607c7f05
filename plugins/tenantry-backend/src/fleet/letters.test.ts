import type { Posture, Verdict } from '@tenantry/controls';
import { controlStateOf, letterOf, lettersOf } from './letters';

type State = Verdict['state'];

const states: State[] = ['yes', 'no', 'unknown'];

function posture(declared: State, live: State, proved: State): Posture {
  const verdict = (state: State) => ({ state, reason: '' });
  return {
    declared: verdict(declared),
    live: verdict(live),
    proved: verdict(proved),
  };
}

describe('letters', () => {
  it('has one for each posture', () => {
    const all = states.flatMap(declared =>
      states.flatMap(live =>
        states.map(proved =>
          letterOf(posture(declared, live, proved), undefined),
        ),
      ),
    );
    expect(new Set(all).size).toBe(27);
    expect(all.every(letter => /^[a-z0]$/.test(letter))).toBe(true);
  });

  it.each<[State, State, State, string]>([
    ['yes', 'yes', 'yes', 'holds'],
    ['yes', 'yes', 'unknown', 'holds'],
    ['yes', 'unknown', 'yes', 'unknown'],
    ['unknown', 'yes', 'yes', 'unknown'],
    ['yes', 'yes', 'no', 'drifts'],
    ['no', 'unknown', 'unknown', 'drifts'],
    ['unknown', 'no', 'yes', 'drifts'],
  ])('declared %s, live %s, proved %s: it %s', (...given) => {
    const [declared, live, proved, state] = given;
    const letter = letterOf(posture(declared, live, proved), undefined);
    expect(controlStateOf(letter)).toBe(state);
    expect(lettersOf[controlStateOf(letter) ?? 'holds']).toContain(letter);
  });

  it('keeps apart what a cluster can not have, and what is for nobody', () => {
    const letter = letterOf(posture('yes', 'yes', 'yes'), 'no such kind');
    expect(controlStateOf(letter)).toBe('unavailable');
    expect(controlStateOf('.')).toBeUndefined();
    expect(controlStateOf('')).toBeUndefined();
  });

  it('gives every letter to one state', () => {
    const all = Object.values(lettersOf).flat();
    expect(all).toHaveLength(28);
    expect(new Set(all).size).toBe(28);
  });
});
