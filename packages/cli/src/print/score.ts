import type { AttemptResult, ForeignNamespace, Proof } from '@tenantry/cluster';
import { components, findControl } from '@tenantry/controls';
import type { Component } from '@tenantry/controls';
import type { Answer } from '../answer';
import { lacksRights } from '../proving/proveCall';
import { attemptText, saidText } from './attempts';
import { counted } from './counted';
import type { Style } from './style';

interface ScoreOptions {
  readonly server: string;
  readonly profile: string;
  readonly people: ForeignNamespace['people'];
}

/** One attack, by all its routes. */
interface AttackScore {
  readonly control: string;
  readonly component: Component;
  readonly row: string;
  readonly title: string;
  readonly result: 'refused' | 'succeeds' | 'undecided' | 'not tried';
  /** The route that says most about it. */
  readonly attempt: AttemptResult;
}

/** What a namespace keeps out that somebody else set up: attacks that succeed are findings. */
export function scoreAnswer(proof: Proof, options: ScoreOptions): Answer {
  const attacks = attacksIn(proof.results);
  const of = (result: AttackScore['result']) =>
    attacks.filter(attack => attack.result === result);
  const score = {
    refused: of('refused').length,
    decided: of('refused').length + of('succeeds').length,
    undecided: of('undecided').length,
    notTried: of('not tried').length + proof.elsewhere.length,
  };
  const fine = of('succeeds').length === 0 && score.decided > 0;
  return {
    fine,
    json: () => ({
      fine,
      namespace: proof.namespace,
      ...options,
      at: proof.at,
      score,
      components: byComponent(attacks),
      controls: stoppers(of('succeeds')),
      attacks: attacks.map(({ attempt, ...attack }) => ({
        ...attack,
        route: attempt.route,
        actor: attempt.actor,
        said: saidText(attempt),
        ...(attempt.reason === undefined ? {} : { reason: attempt.reason }),
      })),
    }),
    text: style => textOf(proof, { attacks, score, ...options }, style),
  };
}

/** From what says most about an attack: one way in is enough. */
const weightiest = [
  ['admitted', 'succeeds'],
  ['undecidable', 'undecided'],
  ['misattributed', 'undecided'],
  ['refused', 'refused'],
  ['skipped', 'not tried'],
] as const;

function attacksIn(results: readonly AttemptResult[]): AttackScore[] {
  const byAttack = new Map<string, AttemptResult[]>();
  for (const result of results) {
    const key = `${result.control} ${result.row} ${result.title}`;
    byAttack.set(key, [...(byAttack.get(key) ?? []), result]);
  }
  const rank = ({ verdict }: AttemptResult) =>
    weightiest.findIndex(([name]) => name === verdict);
  return Array.from(byAttack.values(), attempts => {
    const [attempt] = [...attempts].sort((a, b) => rank(a) - rank(b));
    const { control, row, title } = attempt;
    return {
      control,
      component: findControl(control)?.component ?? 'admission',
      row,
      title,
      result: weightiest[rank(attempt)][1],
      attempt,
    };
  });
}

function byComponent(attacks: readonly AttackScore[]) {
  return components.flatMap(component => {
    const own = attacks.filter(attack => attack.component === component);
    const count = (result: AttackScore['result']) =>
      own.filter(attack => attack.result === result).length;
    const refused = count('refused');
    const decided = refused + count('succeeds');
    return own.length > 0
      ? [{ component, refused, decided, undecided: count('undecided') }]
      : [];
  });
}

/** The controls that would stop what succeeds, those that stop most first. */
function stoppers(succeeding: readonly AttackScore[]) {
  const counts = new Map<string, number>();
  for (const { control } of succeeding)
    counts.set(control, (counts.get(control) ?? 0) + 1);
  return [...counts]
    .sort(([, left], [, right]) => right - left)
    .map(([control, attacks]) => ({
      control,
      title: findControl(control)?.title ?? control,
      attacks,
    }));
}

interface Told extends ScoreOptions {
  readonly attacks: readonly AttackScore[];
  readonly score: {
    readonly refused: number;
    readonly decided: number;
    readonly undecided: number;
    readonly notTried: number;
  };
}

function textOf(proof: Proof, told: Told, style: Style): string {
  const { attacks, score, server, profile, people } = told;
  const { refused, decided, undecided, notTried } = score;
  const share =
    decided > 0 ? ` (${Math.floor((100 * refused) / decided)} %)` : '';
  const who = Object.entries(people)
    .map(([role, groups]) => `${role}: ${(groups ?? []).join(', ')}`)
    .join('; ');
  const succeeding = attacks.filter(({ result }) => result === 'succeeds');
  const colour = succeeding.length > 0 ? style.red : style.green;
  return [
    [
      `${style.bold(proof.namespace)} on ${server}, as ${who}`,
      `Held against the profile ${profile}: ${colour(
        `${refused} of ${counted(decided, 'attack')} refused${share}`,
      )}; ${undecided} can't be told, ${notTried} were not tried.`,
    ].join('\n'),
    ...byComponent(attacks).map(({ component, ...counts }) =>
      componentText(
        component,
        counts,
        succeeding.filter(attack => attack.component === component),
        style,
      ),
    ),
    ...stoppersText(succeeding, style),
    ...(attacks.some(({ attempt }) => lacksRights(attempt.reason ?? ''))
      ? [
          'Whoever proves may not be the actors: apply what `tenantry prove --namespace … --role` prints, and bind it.',
        ]
      : []),
  ].join('\n\n');
}

function componentText(
  component: Component,
  counts: {
    readonly refused: number;
    readonly decided: number;
    readonly undecided: number;
  },
  succeeding: readonly AttackScore[],
  style: Style,
): string {
  const { refused, decided, undecided } = counts;
  return [
    `${style.bold(component)}: ${refused} of ${decided} refused${
      undecided > 0 ? `, ${undecided} can't be told` : ''
    }`,
    ...succeeding.map(
      ({ control, attempt }) =>
        `  ${style.red('succeeds')}  ${attemptText(attempt)}: ${control}`,
    ),
  ].join('\n');
}

function stoppersText(
  succeeding: readonly AttackScore[],
  style: Style,
): string[] {
  if (succeeding.length === 0) return [];
  return [
    [
      style.bold('What would stop them'),
      ...stoppers(succeeding).map(
        ({ control, title, attacks }) =>
          `  ${control}: ${title} (${counted(attacks, 'attack')})`,
      ),
    ].join('\n'),
  ];
}
