import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Verdict } from '@tenantry/controls';
import type { Column } from './columns';

/** How many controls answer one question in which way. */
export interface Tally {
  readonly yes: number;
  readonly no: number;
  readonly unknown: number;
  readonly total: number;
}

export function tally(
  controls: readonly ControlStatus[],
  column: Column,
): Tally {
  // What the cluster can't have is named on the tab, and counts neither way.
  const available = controls.filter(
    ({ unavailable }) => unavailable === undefined,
  );
  const count = (state: Verdict['state']) =>
    available.filter(control => control.posture[column].state === state).length;
  return {
    yes: count('yes'),
    no: count('no'),
    unknown: count('unknown'),
    total: available.length,
  };
}

/** Good only when every control is; one unknown among them makes the whole unknown, and nothing at all is unknown too. */
export function overall({ no, unknown, total }: Tally): Verdict['state'] {
  if (no > 0) return 'no';
  return unknown > 0 || total === 0 ? 'unknown' : 'yes';
}

/** `22 of 22`, `21 of 22, 1 not live`, `20 of 22, 2 unknown`, `unknown`. */
export function tallyWords(
  { yes, no, unknown, total }: Tally,
  words: Record<Verdict['state'], string>,
): string {
  if (total === 0 || unknown === total) return words.unknown;
  const rest = [
    no > 0 && `${no} ${words.no}`,
    unknown > 0 && `${unknown} ${words.unknown}`,
  ].filter(Boolean);
  return [`${yes} of ${total} ${words.yes}`, ...rest].join(', ');
}
