import { controlsFor } from '@tenantry/controls';
import type { Attack, Control, Stage } from '@tenantry/controls';
import type { Tally } from './battle';

/** What somebody other than an API server's refusal says about an attack. */
export interface OracleResult {
  readonly control: string;
  readonly row: string;
  readonly title: string;
  /** The namespace, or the cluster. */
  readonly where: string;
  /** Why it isn't as it must be. */
  readonly problem?: string;
}

/** The attacks of one kind that make sense on a stage. */
export function attacksOf<Kind extends Attack['proof']>(
  kind: Kind,
  stage: Stage,
  controls: readonly Control[],
): { control: string; attack: Extract<Attack, { proof: Kind }> }[] {
  return controlsFor(stage, controls).flatMap(({ id, attacks }) =>
    attacks
      .filter(
        (attack): attack is Extract<Attack, { proof: Kind }> =>
          attack.proof === kind && (attack.where?.(stage) ?? true),
      )
      .map(attack => ({ control: id, attack })),
  );
}

/** Prints what isn't as it must be, and how much is. */
export function tell(oracle: string, results: readonly OracleResult[]): Tally {
  const wrong = results.filter(({ problem }) => problem !== undefined);
  for (const { control, row, title, where, problem } of wrong)
    console.log(
      `\n${oracle}: ${control}: ${row} ${title}, ${where}: ${problem}`,
    );
  const passed = results.length - wrong.length;
  console.log(`${oracle}: ${passed} as they must be, ${wrong.length} not`);
  return { passed, failed: wrong.length };
}
