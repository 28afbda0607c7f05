import type {
  ControlState,
  FleetState,
} from '@tenantry/backstage-plugin-tenantry-common';
import { exceptionOf, type Posture } from '@tenantry/controls';
import type { EnvironmentPosture } from '@tenantry/gitops';
import { dayOf, isExpired, isOverdue } from '@tenantry/model';
import { ranks, type JudgedEnvironment } from './judged';
import { controlStateOf, letterOf } from './letters';

type ControlPosture = EnvironmentPosture['controls'][number];

/**
 * What the fleet keeps of an environment: its posture, counted, and the worst of it.
 *
 * @param today year-month-day.
 */
export function judgeEnvironment(
  { context, controls }: EnvironmentPosture,
  today = dayOf(),
): JudgedEnvironment {
  const letters = new Map(
    controls.map(each => [
      each.control.id,
      letterOf(each.posture, each.unavailable),
    ]),
  );
  const available = controls.filter(
    ({ unavailable }) => unavailable === undefined,
  );
  const proved = available.filter(each => each.posture.proved.state === 'yes');
  const worst = worstOf([
    ...findingsOf(available, proved.length === 0),
    ...observedFinding(context, available, today),
    ...exceptionFindings(context, available, today),
  ]);
  return {
    name: context.environment.name,
    cluster: context.cluster.metadata.name,
    namespace: context.namespace,
    profile: context.profile.name,
    size: context.size.name,
    ...stateOf(worst, available.length),
    letters,
    controls: countStates(letters.values()),
    proved: proved.length,
    worst: worst && {
      control: worst.control,
      column: worst.column,
      state: worst.state,
      reason: worst.reason,
    },
    sourceAt: oldest(
      available.flatMap(each => [
        each.posture.declared.at,
        each.posture.live.at,
      ]),
    ),
    provedAt: newestProof(available),
  };
}

interface Ranked {
  readonly rank: number;
  readonly control: string;
  readonly column: keyof Posture;
  readonly state: 'no' | 'unknown';
  readonly reason: string;
}

/** @param unproved whether no control at all is proved: one among many that no attack can try is no finding. */
function findingsOf(
  controls: readonly ControlPosture[],
  unproved: boolean,
): Ranked[] {
  return controls.flatMap(({ control, posture }) =>
    (['proved', 'live', 'declared'] as const).flatMap((column): Ranked[] => {
      const { state, reason, idle } = posture[column];
      if (state === 'yes' || idle) return [];
      if (column === 'proved' && posture.proved.elsewhere && !unproved)
        return [];
      return [
        {
          rank: rankOf(column, state),
          control: control.id,
          column,
          state,
          reason,
        },
      ];
    }),
  );
}

/** All that an observed environment lacks on purpose is one finding, of the control by which most is open. */
function observedFinding(
  { environment }: EnvironmentPosture['context'],
  controls: readonly ControlPosture[],
  today: string,
): Ranked[] {
  const { observed } = environment;
  const open = controls.filter(each => each.notInForce !== undefined);
  const gravest =
    open.find(({ control }) => control.component === 'pods') ?? open[0];
  if (!observed || !gravest) return [];
  const overdue = isOverdue(observed, today);
  return [
    {
      rank: overdue ? ranks.overdue : ranks.observed,
      control: gravest.control.id,
      column: 'declared',
      state: 'no',
      reason: overdue
        ? `not isolated: it was to be enforced by ${observed.until}, and is observed still`
        : `not isolated: observed until ${observed.until}`,
    },
  ];
}

/** What is switched off on purpose. */
function exceptionFindings(
  context: EnvironmentPosture['context'],
  controls: readonly ControlPosture[],
  today: string,
): Ranked[] {
  return controls.flatMap(({ control, notInForce = '' }): Ranked[] => {
    const exception = exceptionOf(control, context);
    return exception
      ? [
          {
            rank: isExpired(exception, today) ? ranks.overdue : ranks.excepted,
            control: control.id,
            column: 'declared',
            state: 'no',
            reason: notInForce,
          },
        ]
      : [];
  });
}

function worstOf(found: readonly Ranked[]): Ranked | undefined {
  return found.reduce<Ranked | undefined>(
    (worst, each) => (worst && worst.rank <= each.rank ? worst : each),
    undefined,
  );
}

function rankOf(column: keyof Posture, state: 'no' | 'unknown'): number {
  if (state === 'no') return ranks[column];
  return column === 'proved' ? ranks.unproved : ranks.unknown;
}

function stateOf(
  worst: Ranked | undefined,
  controls: number,
): { state: FleetState; rank: number } {
  // An environment without any control would be green for want of anything to say.
  if (controls === 0) return { state: 'unknown', rank: ranks.unknown };
  if (!worst) return { state: 'holding', rank: ranks.holding };
  const { rank } = worst;
  if (rank === ranks.observed) return { state: 'observed', rank };
  if (rank === ranks.excepted) return { state: 'excepted', rank };
  if (worst.state === 'no') return { state: 'failing', rank };
  return { state: rank === ranks.unproved ? 'unproved' : 'unknown', rank };
}

function countStates(letters: Iterable<string>): Record<ControlState, number> {
  const counts = { holds: 0, drifts: 0, unknown: 0, unavailable: 0 };
  for (const letter of letters) {
    const state = controlStateOf(letter);
    if (state) counts[state] += 1;
  }
  return counts;
}

function oldest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter(time => time !== undefined).sort()[0];
}

function newestProof(controls: readonly ControlPosture[]): string | undefined {
  return controls
    .flatMap(({ posture }) => posture.proved.at ?? [])
    .sort()
    .at(-1);
}
