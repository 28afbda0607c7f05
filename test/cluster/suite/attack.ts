import { castOf, tryAttempt } from '@tenantry/cluster';
import type { AttemptResult } from '@tenantry/cluster';
import { controlsFor, registry } from '@tenantry/controls';
import type { ApiAttack, Control, Stage } from '@tenantry/controls';
import type { Arena } from './arena';

const ids = registry.map(({ id }) => id);

/** One attempt, which can be made again and again. */
export type Again = () => Promise<AttemptResult>;

export interface Attempts {
  readonly all: readonly Again[];
  /** Takes away what the last attempt needed. */
  clear(): Promise<void>;
}

/** The attempts of a control's attacks on one stage. They share a namespace: one after the other, please. */
export function attemptsOn(
  { client, standingOn }: Arena,
  stage: Stage,
  control: Control,
  { forReal }: { readonly forReal: boolean },
): Attempts {
  const standing = standingOn(stage);
  const cast = castOf(stage);
  const attacks = control.attacks.filter(
    (attack): attack is ApiAttack =>
      attack.proof === 'api' && (attack.where?.(stage) ?? true),
  );
  const applies = controlsFor(stage, [control]).length > 0;
  return {
    clear: standing.clear,
    all: (applies ? attacks : []).flatMap(attack =>
      attack.attempts(stage).map(
        (attempt, index) => () =>
          tryAttempt(control, attack, attempt, {
            client,
            stage,
            cast,
            controls: ids,
            standing,
            // Once an attack: that a dry run is judged like the real thing shows by one route as by all.
            forReal: forReal && index === 0,
          }),
      ),
    ),
  };
}

/** Tries the attacks of the controls on one stage. */
export async function attackStage(
  arena: Arena,
  stage: Stage,
  controls: readonly Control[],
): Promise<AttemptResult[]> {
  const results: AttemptResult[] = [];
  for (const control of controls) {
    const { all, clear } = attemptsOn(arena, stage, control, {
      forReal: true,
    });
    for (const again of all) results.push(await again());
    await clear();
  }
  return results;
}
