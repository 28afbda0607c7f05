import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Verdict } from '@tenantry/controls';
import { notInForce, verdictWords } from './columns';
import { syncWords } from './syncWords';
import { overall, tally, tallyReason } from './tally';

/** One station on the way from a request to isolation that was tried. */
export interface Step {
  readonly id: 'requested' | 'merged' | 'synced' | 'proved';
  readonly state: 'done' | 'waiting' | 'failed' | 'unknown';
  /** The word under the station's name. */
  readonly word: string;
  /** Why, on hover. */
  readonly reason?: string;
}

/** How far a tenant has come. Nothing counts as done that nobody looked at. */
export function tenantSteps(status: TenantStatus): Step[] {
  const merged = status.phase === 'merged';
  const later = (step: () => Step, id: Step['id']): Step =>
    merged ? step() : { id, state: 'waiting', word: 'not yet' };
  return [
    { id: 'requested', state: 'done', word: 'done' },
    merged
      ? { id: 'merged', state: 'done', word: 'done' }
      : {
          id: 'merged',
          state: 'waiting',
          word: status.pullRequest ? 'waiting for review' : 'waiting',
        },
    later(() => syncStep(status), 'synced'),
    later(() => proofStep(status), 'proved'),
  ];
}

const stepStates = {
  yes: 'done',
  no: 'failed',
  unknown: 'unknown',
} as const satisfies Record<Verdict['state'], Step['state']>;

/** What isn't so is said in the words of its question. */
function wordOf(state: Verdict['state'], notSo: string): string {
  return state === 'no' ? notSo : stepStates[state];
}

const worstFirst = ['no', 'unknown', 'yes'] as const;

function syncStep({ environments, clusterNote }: TenantStatus): Step {
  const verdicts = environments.map(({ synced }) => synced);
  const state = worstOf(verdicts.map(verdict => verdict.state));
  return {
    id: 'synced',
    state: stepStates[state],
    word: wordOf(state, syncWords.no),
    reason:
      verdicts.find(verdict => verdict.state === state)?.reason ?? clusterNote,
  };
}

/** Done where each environment has a proof, and all that could be tried there was refused. */
function proofStep({ environments, clusterNote }: TenantStatus): Step {
  const proofs = environments.map(({ controls }) => {
    const counts = tally(controls, 'proved');
    return {
      state: overall({ ...counts, idle: 0 }),
      isIdle: counts.idle > 0,
      reason: tallyReason(controls, 'proved'),
    };
  });
  const state = worstOf(proofs.map(proof => proof.state));
  const idle = proofs.find(({ isIdle }) => isIdle);
  // What isn't to be in force was not tried, and everything else held.
  if (state === 'yes' && idle)
    return {
      id: 'proved',
      state: 'waiting',
      word: `some ${notInForce}`,
      reason: idle.reason,
    };
  return {
    id: 'proved',
    state: stepStates[state],
    word: wordOf(state, verdictWords.proved.no),
    reason: proofs.find(proof => proof.state === state)?.reason ?? clusterNote,
  };
}

/** Where there is nothing, nothing is known. */
function worstOf(states: readonly Verdict['state'][]): Verdict['state'] {
  return worstFirst.find(state => states.includes(state)) ?? 'unknown';
}
