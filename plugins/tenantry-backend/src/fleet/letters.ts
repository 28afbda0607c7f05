import {
  controlStates,
  type ControlState,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Posture, Verdict } from '@tenantry/controls';

/** The control does nothing for the environment. */
export const noLetter = '.';

const unavailableLetter = '-';

const verdicts = ['yes', 'no', 'unknown'] as const;

const columns = ['declared', 'live', 'proved'] as const;

/** One for each of the 27 postures, `declared` changing slowest. */
const letters = Array.from('abcdefghijklmnopqrstuvwxyz0');

/** The posture of one control as one letter: a fleet of thousands is searched by them. */
export function letterOf(
  posture: Posture,
  unavailable: string | undefined,
): string {
  if (unavailable !== undefined) return unavailableLetter;
  const index = columns.reduce(
    (sum, column) => sum * 3 + verdicts.indexOf(posture[column].state),
    0,
  );
  return letters[index];
}

/** How a control stands, from its letter; `undefined` where it does nothing. */
export function controlStateOf(letter: string): ControlState | undefined {
  if (letter === unavailableLetter) return 'unavailable';
  const index = letters.indexOf(letter);
  if (index < 0) return undefined;
  const states = verdictsOf(index);
  if (states.includes('no')) return 'drifts';
  // Without a proof a control holds as far as anybody can see; that nobody tried is told apart.
  return states[0] === 'unknown' || states[1] === 'unknown'
    ? 'unknown'
    : 'holds';
}

/** Every letter of a state. */
export const lettersOf: Readonly<Record<ControlState, readonly string[]>> =
  Object.fromEntries(
    controlStates.map(state => [
      state,
      [...letters, unavailableLetter].filter(
        letter => controlStateOf(letter) === state,
      ),
    ]),
  ) as Record<ControlState, string[]>;

function verdictsOf(index: number): Verdict['state'][] {
  return [9, 3, 1].map(weight => verdicts[Math.floor(index / weight) % 3]);
}
