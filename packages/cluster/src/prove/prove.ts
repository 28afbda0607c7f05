import { controlsFor, notInForce, registry } from '@tenantry/controls';
import type { ApiAttack, Attack, Control, Stage } from '@tenantry/controls';
import { castOf } from '../actors';
import type { Cast } from '../actors';
import type { ClusterClient } from '../client';
import { tryAttempt } from '../tryAttack';
import type { AttemptResult } from '../tryAttack';
import { rulesDigest } from './rulesDigest';

/** What was tried in one namespace, when, and under which rules. */
export interface Proof {
  readonly namespace: string;
  /** ISO 8601, when the last attempt ended. */
  readonly at: string;
  /** Of the policies in force on the cluster: a proof says nothing about other rules. */
  readonly rules: string;
  readonly results: readonly AttemptResult[];
  /** What only other means can try, or is no attack there, with the reason. */
  readonly elsewhere: readonly Elsewhere[];
}

export interface Elsewhere {
  readonly control: string;
  readonly row: string;
  readonly title: string;
  readonly reason: string;
}

export interface ProveOptions {
  readonly controls?: readonly Control[];
  /** Default: the tenant's groups. */
  readonly cast?: Cast;
  /** Count a refusal by whomever: for namespaces that others set up. */
  readonly anyRefusal?: boolean;
  /** How many attempts were made, for a person who waits. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Tries every attack on one environment of a connected cluster, as server-side dry runs: nothing is stored, nothing is
 * left behind. What needs an object in place, or somebody who holds rights that no role gives, is skipped and says so; so is
 * what a control doesn't refuse because it isn't in force in the environment.
 *
 * @throws ClusterUnreachableError when the API server stops answering.
 */
export async function prove(
  client: ClusterClient,
  stage: Stage,
  {
    controls = registry,
    cast,
    anyRefusal = false,
    onProgress,
  }: ProveOptions = {},
): Promise<Proof> {
  const { insider: _, ...people } = cast ?? castOf(stage);
  const attempts = Array.from(
    apiAttacks(stage, controls),
    ({ control, attack }) =>
      attack.attempts(stage).map(attempt => ({ control, attack, attempt })),
  ).flat();
  // Whoever refuses is named, also where its own attacks aren't asked for.
  const ids = [...registry, ...controls].map(({ id }) => id);
  const results: AttemptResult[] = [];
  for (const { control, attack, attempt } of attempts) {
    results.push(
      await tryAttempt(control, attack, attempt, {
        client,
        stage,
        cast: people,
        controls: ids,
        anyRefusal,
      }),
    );
    onProgress?.(results.length, attempts.length);
  }
  return {
    namespace: stage.namespace,
    at: new Date().toISOString(),
    rules: await rulesDigest(client),
    results,
    elsewhere: elsewhereOf(stage, controls),
  };
}

function* apiAttacks(
  stage: Stage,
  controls: readonly Control[],
): Generator<{ control: Control; attack: ApiAttack }> {
  for (const control of controlsFor(stage, controls))
    for (const attack of control.attacks)
      if (
        attack.proof === 'api' &&
        (attack.where?.(stage) ?? true) &&
        whyAdmitted(control, attack, stage, controls) === undefined
      )
        yield { control, attack };
}

/**
 * Why nobody refuses an attack in this environment: its control isn't in force there, or the one isn't whose rule is to
 * refuse it. `undefined` where it must be refused.
 */
function whyAdmitted(
  control: Control,
  attack: Attack,
  stage: Stage,
  controls: readonly Control[],
): string | undefined {
  const by = attack.proof === 'api' ? attack.by : undefined;
  const says = typeof by === 'object' ? by.says : '';
  const speaker = controls.find(({ id }) => says.startsWith(`${id}: `));
  return notInForce(control, stage) ?? (speaker && notInForce(speaker, stage));
}

function elsewhereOf(stage: Stage, controls: readonly Control[]): Elsewhere[] {
  return controlsFor(stage, controls).flatMap(control => {
    const { id, attacks } = control;
    return attacks.flatMap(attack => {
      const { row, title } = attack;
      const admitted = whyAdmitted(control, attack, stage, controls);
      if (admitted !== undefined)
        return [{ control: id, row, title, reason: admitted }];
      if (attack.proof === 'none')
        return [
          {
            control: id,
            row,
            title,
            reason: `needs a ${attack.needs}: ${attack.why}`,
          },
        ];
      if (attack.proof !== 'api')
        return [
          {
            control: id,
            row,
            title,
            reason: 'tried in the test suite, not on a cluster',
          },
        ];
      return attack.where?.(stage) ?? true
        ? []
        : [
            {
              control: id,
              row,
              title,
              reason: 'no attack in this environment',
            },
          ];
    });
  });
}
