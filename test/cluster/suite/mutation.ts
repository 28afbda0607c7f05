import type { AttemptResult } from '@tenantry/cluster';
import { registry } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena } from './arena';
import { attemptsOn } from './attack';
import type { Again, Attempts } from './attack';
import { mutantsOf } from './mutants';
import type { Mutant } from './mutants';

/** What became of a mutant. */
export interface MutantResult {
  readonly mutant: Mutant;
  /** The attempt that noticed: its attack got through, or its twin was refused. `undefined`: a survivor. */
  readonly killedBy?: AttemptResult;
}

/** Policies count from up to a second after they were written. */
const patienceMs = 3_000;

/**
 * Leaves out every part of every control and plays the control's own attacks: one of them must notice. Only the difference
 * is applied, and taken back before the next.
 *
 * Rules and mutations of different controls are left out together, one of each control at a time: an attack breaks one
 * rule, so it can't notice another control's. That way all wait together for the API server to take notice.
 */
export async function mutationTest(
  arena: Arena,
  controls: readonly Control[],
  kinds: readonly Mutant['kind'][],
): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  const suspects: Suspect[] = [];
  for (const control of controls) {
    const mutants = mutantsOf(control, arena.stages).filter(({ kind }) =>
      kinds.includes(kind),
    );
    if (mutants.length > 0)
      suspects.push({ mutants, attempts: await sound(arena, control) });
  }
  for (const round of roundsOf(suspects)) {
    results.push(...(await playRound(arena, round)));
  }
  return results;
}

interface Suspect {
  readonly mutants: readonly Mutant[];
  /** The control's attempts, without those that don't end as they must even now: they would notice everything. */
  readonly attempts: Attempts;
}

type Round = readonly {
  readonly mutant: Mutant;
  readonly attempts: Attempts;
}[];

function roundsOf(suspects: readonly Suspect[]): Round[] {
  const isPolicy = ({ kind }: Mutant) => kind === 'rule' || kind === 'mutation';
  const rounds: Round[] = [];
  for (const { mutants, attempts } of suspects) {
    mutants.filter(isPolicy).forEach((mutant, index) => {
      rounds[index] = [...(rounds[index] ?? []), { mutant, attempts }];
    });
  }
  const alone = suspects.flatMap(({ mutants, attempts }) =>
    mutants
      .filter(mutant => !isPolicy(mutant))
      .map(mutant => [{ mutant, attempts }]),
  );
  return [...rounds, ...alone];
}

async function playRound(arena: Arena, round: Round): Promise<MutantResult[]> {
  await arena.become(
    registry.map(control =>
      round
        .filter(({ mutant }) => mutant.control === control.id)
        .reduce((mutated, { mutant }) => mutant.mutate(mutated), control),
    ),
    round.flatMap(({ mutant }) => mutant.extra),
  );
  const deadline = Date.now() + patienceMs;
  const killers: (Killer | undefined)[] = [];
  for (const { mutant, attempts } of round)
    killers.push(await firstToNotice(attempts.all, mutant.kind, deadline));
  await arena.become(registry);
  for (const killer of killers) if (killer) await untilRefused(killer);
  for (const { attempts } of round) await attempts.clear();
  return round.map(({ mutant }, index) => {
    const killer = killers[index];
    return { mutant, ...(killer ? { killedBy: killer.result } : {}) };
  });
}

interface Killer {
  readonly result: AttemptResult;
  readonly again: Again;
}

/** The attempts of a control's attacks that are refused while nothing is left out. */
async function sound(arena: Arena, control: Control): Promise<Attempts> {
  // What a mutant admits must not stay behind.
  const perStage = arena.stages.map(stage =>
    attemptsOn(arena, stage, control, { forReal: false }),
  );
  const clear = async () => {
    for (const attempts of perStage) await attempts.clear();
  };
  const kept: Again[] = [];
  for (const { all } of perStage)
    for (const again of all)
      if ((await again()).verdict === 'refused') kept.push(again);
  await clear();
  return { all: kept, clear };
}

/** Plays the control's attacks, over and over for as long as a change may take to count, until one notices. */
async function firstToNotice(
  attempts: readonly Again[],
  kind: Mutant['kind'],
  deadline: number,
): Promise<Killer | undefined> {
  do {
    for (const again of attempts) {
      const result = await again();
      if (notices(result, kind)) return { result, again };
    }
    await sleep(50);
  } while (Date.now() < deadline);
  return undefined;
}

/**
 * The attack got through, or what should be possible isn't any more: refused, or for a lack of what the part would have
 * been. A refusal of the attack by somebody else is none of both.
 */
function notices(
  { verdict, twin }: AttemptResult,
  kind: Mutant['kind'],
): boolean {
  const missed =
    twin?.kind === 'refused' ||
    (kind === 'contribution' && twin?.kind === 'other');
  return verdict === 'admitted' || (verdict === 'undecidable' && missed);
}

async function untilRefused({ again, result }: Killer) {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const { verdict, reason = '' } = await again();
    if (verdict === 'refused') return;
    if (Date.now() > deadline)
      throw new Error(
        `${result.control} was put back, and ${result.title} (${result.route}) is still ${verdict}: ${reason}`,
      );
    await sleep(50);
  }
}
