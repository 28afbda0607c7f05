import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { Verdict } from '@tenantry/controls';
import { type Column, verdictWords } from './columns';
import { overall, tally } from './tally';

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
  const later = (id: 'synced' | 'proved', column: Column): Step =>
    merged
      ? clusterStep(status, id, column)
      : { id, state: 'waiting', word: 'not yet' };
  return [
    { id: 'requested', state: 'done', word: 'done' },
    merged
      ? { id: 'merged', state: 'done', word: 'done' }
      : {
          id: 'merged',
          state: 'waiting',
          word: status.pullRequest ? 'waiting for review' : 'waiting',
        },
    later('synced', 'live'),
    later('proved', 'proved'),
  ];
}

const stepStates = {
  yes: 'done',
  no: 'failed',
  unknown: 'unknown',
} as const satisfies Record<Verdict['state'], Step['state']>;

function clusterStep(
  status: TenantStatus,
  id: Step['id'],
  column: Column,
): Step {
  const controls = status.environments.flatMap(({ controls: all }) => all);
  const state = overall(tally(controls, column));
  const reason = controls
    .map(control => control.posture[column])
    .find(verdict => verdict.state === state)?.reason;
  return {
    id,
    state: stepStates[state],
    word: state === 'yes' ? 'done' : verdictWords[column][state],
    reason: reason ?? status.clusterNote,
  };
}
