import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Verdict } from '@tenantry/controls';
import { type Column, notInForce, notTriedHere } from './columns';

/** How many controls answer one question in which way. */
export interface Tally {
  readonly yes: number;
  readonly no: number;
  /** Those that aren't to be in force. */
  readonly idle: number;
  readonly unknown: number;
  /** Those that a cluster can answer for. */
  readonly total: number;
  /** Those that no cluster can answer for; they count neither way. */
  readonly elsewhere: number;
}

export function tally(
  controls: readonly ControlStatus[],
  column: Column,
): Tally {
  const verdicts = answerable(controls, column);
  const count = (state: Verdict['state']) =>
    verdicts.filter(verdict => verdict.state === state).length;
  const idle = verdicts.filter(verdict => verdict.idle).length;
  return {
    yes: count('yes'),
    no: count('no') - idle,
    idle,
    unknown: count('unknown'),
    total: verdicts.length,
    elsewhere: verdictsOf(controls, column).length - verdicts.length,
  };
}

/** Good only when every control is; one unknown among them makes the whole unknown, and nothing at all is unknown too. */
export function overall({ no, idle, unknown, total }: Tally): Verdict['state'] {
  if (no + idle > 0) return 'no';
  return unknown > 0 || total === 0 ? 'unknown' : 'yes';
}

/** `22 of 22`, `21 of 22, 1 not live`, `20 of 22, 2 unknown`, `9 of 22, 13 not in force`, `38 of 38, 11 not tried here`, `unknown`. */
export function tallyWords(
  { yes, no, idle, unknown, total, elsewhere }: Tally,
  words: Record<Verdict['state'], string>,
): string {
  if (unknown === total) return words.unknown;
  const rest = [
    no > 0 && `${no} ${words.no}`,
    idle > 0 && `${idle} ${notInForce}`,
    unknown > 0 && `${unknown} ${words.unknown}`,
    elsewhere > 0 && `${elsewhere} ${notTriedHere}`,
  ].filter(Boolean);
  return [`${yes} of ${total} ${words.yes}`, ...rest].join(', ');
}

/** Why the whole is as it is: the first reason of its kind. Of a whole that is good, why some controls don't count. */
export function tallyReason(
  controls: readonly ControlStatus[],
  column: Column,
): string | undefined {
  const counts = tally(controls, column);
  const state = overall(counts);
  if (state === 'yes' && counts.elsewhere > 0)
    return `${counts.elsewhere} ${notTriedHere}: it takes the test suite, nodes, or objects that nobody makes for it`;
  return [
    ...answerable(controls, column),
    ...verdictsOf(controls, column),
  ].find(
    verdict => verdict.state === state && (counts.no === 0 || !verdict.idle),
  )?.reason;
}

function answerable(
  controls: readonly ControlStatus[],
  column: Column,
): Verdict[] {
  return verdictsOf(controls, column).filter(({ elsewhere }) => !elsewhere);
}

/** What the cluster can't have is named on the tab, and counts neither way. */
function verdictsOf(
  controls: readonly ControlStatus[],
  column: Column,
): Verdict[] {
  return controls
    .filter(({ unavailable }) => unavailable === undefined)
    .map(({ posture }) => posture[column]);
}
