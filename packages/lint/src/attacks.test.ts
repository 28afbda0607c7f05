import { controlsFor } from '@tenantry/controls';
import type {
  Actor,
  ApiAttack,
  ApiRequest,
  Attempt,
  Refusal,
  Stage,
} from '@tenantry/controls';
import type { Finding } from '@tenantry/model';
import { manifestOf, stages } from './__testUtils__/provingGround';
import { openLinter } from './lintObjects';
import type { Linter } from './lintObjects';

/** Ways in which the API server itself refuses a request, before or beside anything that the registry knows. */
const ownValidation: readonly string[] = [
  'less than terminationGracePeriodSeconds',
  'integer value of priority',
  "Overhead doesn't match RuntimeClass's defined Overhead",
  'conflict: runtimeClass.scheduling.nodeSelector',
];

const isSaying = (refusal: Refusal, text: string) =>
  typeof refusal === 'object' && refusal.says.includes(text);

/** Why a manifest alone can't tell; undefined where it can. The first that fits counts. */
function undecidable(
  { attack, attempt: { attack: request, given }, actor, refusals }: Case,
  { namespace }: Stage,
): string | undefined {
  if (!creates(request)) return 'creates no object';
  if (given || request.name === namespace)
    return 'reads, changes or deletes what is there';
  if (['viewer', 'neighbour', 'anybody', 'workload'].includes(actor))
    return 'is refused for whom asks, who applies no manifests';
  if (
    refusals.some(
      refusal =>
        typeof refusal === 'object' && ownValidation.includes(refusal.says),
    )
  )
    return 'is refused by validation of the API server itself';
  if (refusals.some(refusal => isSaying(refusal, 'service account')))
    return 'depends on an account that is there or not';
  if (attack.title === 'no class, where the cluster has no default')
    return "depends on the cluster's default class";
  return undefined;
}

/**
 * Refused for lack of a right, which the API server puts down to no control: where several keep the same right, lint
 * names the one that keeps it from everybody.
 */
const creditedTo: Readonly<Record<string, string>> = {
  'role-bindings R03': 'tenant-roles',
  'extension-points E04': 'role-bindings',
  'platform-object-guard R12': 'role-bindings',
};

interface Case {
  readonly name: string;
  readonly control: string;
  readonly attack: ApiAttack;
  readonly attempt: Attempt;
  readonly actor: Actor;
  readonly refusals: readonly Refusal[];
}

function casesOn(stage: Stage): Case[] {
  return controlsFor(stage).flatMap(({ id, attacks }) =>
    attacks
      .filter((attack): attack is ApiAttack => attack.proof === 'api')
      .filter(({ where }) => where?.(stage) ?? true)
      .flatMap(attack =>
        attack.attempts(stage).map(attempt => ({
          name: `${id} ${attack.row} ${attack.title}, ${attempt.route}`,
          control: id,
          attack,
          attempt,
          actor: attempt.as ?? attack.as,
          refusals: [attempt.by ?? attack.by].flat(),
        })),
      ),
  );
}

type Linters = Readonly<Record<'deployer' | 'admin' | 'developer', Linter>>;

function lintersOf(stage: Stage): Linters {
  return {
    deployer: openLinter(stage, { as: 'deployer' }),
    admin: openLinter(stage, { as: 'admin' }),
    developer: openLinter(stage, { as: 'developer' }),
  };
}

/** An insider holds every right, so it is no role's lack of them that counts: they are judged as an admin. */
function linterFor(actor: Actor, linters: Linters): Linter {
  return actor === 'deployer' || actor === 'developer'
    ? linters[actor]
    : linters.admin;
}

const errorsIn = (findings: readonly Finding[]) =>
  findings.filter(({ level }) => level === 'error');

/** What is wrong with lint's verdict on an attack and its twin; nothing when it is the cluster's. */
function disagreement(
  { control, attack: { row }, attempt, actor, refusals }: Case,
  linters: Linters,
): string[] {
  const lint = linterFor(actor, linters);
  const { attack, twin, twinAs, fills = [] } = attempt;
  const refused = errorsIn(lint([...fills, attack.body].map(manifestOf)));
  const credited = refusals.includes('rbac')
    ? creditedTo[`${control} ${row}`]
    : undefined;
  const isRight = refused.some(
    ({ rule, message }) =>
      rule === control ||
      rule === credited ||
      refusals.some(refusal => isSaid(refusal, message)),
  );
  const admitted = twinAs
    ? []
    : errorsIn(lint([manifestOf(twin.body)])).filter(
        ({ message }) =>
          actor !== 'insider' || !message.includes('cannot create resource'),
      );
  return [
    ...(isRight
      ? []
      : [`admitted, or refused by ${refused.map(({ rule }) => rule)} alone`]),
    ...admitted.map(({ message }) => `its twin is refused: ${message}`),
  ];
}

function isSaid(refusal: Refusal, message: string): boolean {
  return typeof refusal === 'object' && message.includes(refusal.says);
}

/** Requests that create an object: the others are for the API server alone to judge. */
function creates({ verb, resource, patch }: ApiRequest): boolean {
  const parts =
    resource.split('/').length - (resource.startsWith('v1/') ? 1 : 2);
  return (verb === 'create' || patch === 'apply') && parts === 1;
}

/** By namespace: how many attempts lint decided when this was written. More is better. */
const decidedSoFar: Readonly<Record<string, number>> = {
  'cards-prod': 1144,
  'intranet-prod': 1016,
  'ledger-prod': 1177,
  'plugins-run': 1185,
  'intranet-dev': 789,
  'ledger-dev': 895,
};

describe.each(stages().map(stage => [stage.namespace, stage] as const))(
  'attacks on %s',
  (namespace, stage) => {
    const linters = lintersOf(stage);
    const cases = casesOn(stage);
    const decided = cases.filter(item => !undecidable(item, stage));

    it('are refused as the cluster refuses them, and their twins are not', () => {
      const wrong = decided.flatMap(item =>
        disagreement(item, linters).map(what => `${item.name}: ${what}`),
      );
      expect(wrong).toEqual([]);
    }, 120_000);

    it('are decided as far as they were before', () => {
      expect(decided.length).toBeGreaterThanOrEqual(
        decidedSoFar[namespace] ?? Number.POSITIVE_INFINITY,
      );
      const creating = cases.filter(({ attempt }) => creates(attempt.attack));
      expect(decided.length / creating.length).toBeGreaterThan(0.95);
    });
  },
);
