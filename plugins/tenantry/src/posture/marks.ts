import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Posture, Verdict } from '@tenantry/controls';
import { type Column, notInForce, notTriedHere, verdictWords } from './columns';
import { overall, type Tally, tallyWords } from './tally';

/** What is drawn for a verdict: `waiting` stands for what can't be there before the merge, `elsewhere` for what no cluster can answer. */
export type MarkState = Verdict['state'] | 'waiting' | 'elsewhere';

export interface Mark {
  readonly state: MarkState;
  readonly word: string;
}

export type Phase = TenantStatus['phase'];

/** The mark of one control in one column. */
export function markOf(posture: Posture, column: Column, phase: Phase): Mark {
  const { state, elsewhere, idle } = posture[column];
  if (elsewhere) return { state: 'elsewhere', word: notTriedHere };
  if (idle) return { state, word: notInForce };
  return isWaiting(column, state, phase)
    ? { state: 'waiting', word: 'not merged' }
    : { state, word: verdictWords[column][state] };
}

/** The mark of many controls in one column. */
export function markOfMany(counts: Tally, column: Column, phase: Phase): Mark {
  const state = overall(counts);
  if (isWaiting(column, state, phase)) {
    return { state: 'waiting', word: `${counts.total} controls once merged` };
  }
  return {
    state,
    word:
      counts.unknown === counts.total
        ? `${column} unknown`
        : tallyWords(counts, verdictWords[column]),
  };
}

/** Nothing is wrong with a control that isn't declared before anybody merged it; nothing is good about it either. */
function isWaiting(
  column: Column,
  state: Verdict['state'],
  phase: Phase,
): boolean {
  return phase === 'requested' && column === 'declared' && state === 'no';
}
