import { castOf, tryAttempt } from '@tenantry/cluster';
import type { AttemptResult } from '@tenantry/cluster';
import { controlsFor, registry } from '@tenantry/controls';
import type { ApiAttack, Control, Stage } from '@tenantry/controls';
import type { Arena } from './arena';

const ids = registry.map(({ id }) => id);

/** Tries the attacks of the controls on one stage, one after the other: they share a namespace. */
export async function attackStage(
  arena: Arena,
  stage: Stage,
  controls: readonly Control[] = registry,
  wanted: (attack: ApiAttack) => boolean = () => true,
): Promise<AttemptResult[]> {
  const results: AttemptResult[] = [];
  for (const control of controlsFor(stage, controls)) {
    for (const attack of control.attacks) {
      if (attack.proof !== 'api' || !(attack.where?.(stage) ?? true)) continue;
      if (!wanted(attack)) continue;
      for (const attempt of attack.attempts(stage))
        results.push(
          await tryAttempt(control, attack, attempt, {
            client: arena.client,
            stage,
            cast: castOf(stage),
            controls: ids,
            mayWrite: true,
          }),
        );
    }
  }
  return results;
}
