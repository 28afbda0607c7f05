import { attackName } from '@tenantry/controls';
import type {
  ApiAttack,
  ApiRequest,
  Attempt,
  Control,
  PartialObject,
  Refusal,
  Stage,
} from '@tenantry/controls';
import type { Cast } from './actors';
import type { ClusterClient, Identity } from './client';
import { fillUp, GivenError, remove, stillCounts, whenCounted } from './given';
import { isRefusedBy, outcomeOf } from './judge';
import type { Outcome } from './judge';
import { send } from './send';
import type { Standing } from './standing';

/** What one attempt showed. */
export interface AttemptResult {
  readonly control: string;
  readonly row: string;
  readonly title: string;
  readonly route: string;
  readonly verdict: Verdict;
  /** What happened to the attack, and to its twin where that was tried. */
  readonly attack?: Outcome;
  readonly twin?: Outcome;
  readonly request: ApiRequest;
  readonly actor: string;
  /** By which refusals the attack must fail; any of them will do. */
  readonly expected: readonly Refusal[];
  /** Why the attempt proves nothing; for `undecidable` and `skipped`. */
  readonly reason?: string;
}

/**
 * `refused`: as it must be, and the twin was admitted. `misattributed`: refused, but not by who should have. `admitted`:
 * the attack got through. `undecidable`: its twin is refused too, or the answer was no decision. `skipped`: can't be tried.
 */
export type Verdict =
  | 'refused'
  | 'misattributed'
  | 'admitted'
  | 'undecidable'
  | 'skipped';

export interface TryOptions {
  readonly client: ClusterClient;
  readonly stage: Stage;
  readonly cast: Cast;
  /** Ids of all controls, to tell who refused. */
  readonly controls: readonly string[];
  /**
   * Given where the client is the platform: objects that an attempt needs are made there, and the client makes the twins
   * that take every right. Without, such attempts are skipped, and such a twin is the actor reading what it may.
   */
  readonly standing?: Standing;
  /** Whether a refused attack is made once more, for real: the two must not differ. Only with `standing`. */
  readonly forReal?: boolean;
  /** Count a refusal by whomever, with their name: for namespaces that others set up. */
  readonly anyRefusal?: boolean;
}

/** Tries one way of one attack: the twin first, then the attack, both as dry runs. */
export async function tryAttempt(
  control: Pick<Control, 'id'>,
  attack: ApiAttack,
  attempt: Attempt,
  options: TryOptions,
): Promise<AttemptResult> {
  const { client, cast, standing } = options;
  const actor = attempt.as ?? attack.as;
  const refusals: readonly Refusal[] = [attempt.by ?? attack.by].flat();
  const result = {
    control: control.id,
    row: attack.row,
    title: attack.title,
    route: attempt.route,
    request: attempt.attack,
    actor,
    expected: refusals,
  };
  const identity = cast[actor];
  if (!identity)
    return { ...result, verdict: 'skipped', reason: `nobody is ${actor}` };
  const { given = [], fills = [] } = attempt;
  if ((given.length > 0 || fills.length > 0) && !standing)
    return {
      ...result,
      verdict: 'skipped',
      reason: 'needs an object in place, and nothing is written here',
    };
  const made: PartialObject[] = [];
  try {
    await standing?.need(given);
    const twin = await whenCounted(
      () => tryTwin(attempt, identity, options),
      answer => answer.kind !== 'admitted' && stillCounts(answer.message),
    );
    const rest = [...fills];
    const outcome = await whenCounted(
      async () => {
        await fillUp(rest, made, client);
        return tryForReal(attempt.attack, identity, options);
      },
      // What filled up may have counted what was gone already.
      answer => answer.kind === 'admitted' && rest.length > 0,
    );
    // What was there may be going: a Namespace takes its time. The next try makes it anew.
    if (twin.kind !== 'admitted') await standing?.clear();
    return {
      ...result,
      attack: outcome,
      twin,
      ...verdictOf(outcome, twin, refusals, control.id, identity, options),
    };
  } catch (error) {
    if (!(error instanceof GivenError)) throw error;
    return { ...result, verdict: 'undecidable', reason: error.message };
  } finally {
    for (const object of made.reverse()) await remove(object, client);
  }
}

/** As a dry run, and where that is refused and writing is wanted, once more for real. */
async function tryForReal(
  request: ApiRequest,
  as: Identity,
  { client, controls, standing, forReal }: TryOptions,
): Promise<Outcome> {
  const dry = outcomeOf(
    await send(client, request, { as, dryRun: !isRead(request) }),
    controls,
  );
  if (!standing || !forReal || isRead(request) || dry.kind === 'admitted')
    return dry;
  const real = outcomeOf(await send(client, request, { as }), controls);
  const makes = request.verb === 'create' || request.patch === 'apply';
  if (real.kind === 'admitted' && makes)
    await client.send(
      {
        verb: 'delete',
        resource: request.resource.split('/').slice(0, 3).join('/'),
        ...(request.namespace ? { namespace: request.namespace } : {}),
        name: attackName,
      },
      {},
    );
  return real;
}

function verdictOf(
  outcome: Outcome,
  twin: Outcome,
  refusals: readonly Refusal[],
  control: string,
  identity: Identity,
  { anyRefusal }: TryOptions,
): Pick<AttemptResult, 'verdict' | 'reason'> {
  if (outcome.kind === 'admitted') return { verdict: 'admitted' };
  if (twin.kind !== 'admitted')
    return {
      verdict: 'undecidable',
      reason: `the twin is not admitted: ${twin.message}`,
    };
  if (
    isRefusedBy(outcome, refusals, control, identity) ||
    (anyRefusal && refusesActor(outcome, identity))
  )
    return { verdict: 'refused' };
  return outcome.kind === 'refused'
    ? {
        verdict: 'misattributed',
        reason: `refused by ${outcome.by}: ${outcome.message}`,
      }
    : { verdict: 'undecidable', reason: outcome.message };
}

/** By anybody, but not because the prover may not be the actor. */
function refusesActor(outcome: Outcome, { user }: Identity): boolean {
  return (
    outcome.kind === 'refused' &&
    (outcome.by !== 'rbac' || outcome.message.includes(user))
  );
}

async function tryTwin(
  { twin, twinAs }: Attempt,
  identity: Identity,
  { client, cast, controls, standing, stage }: TryOptions,
): Promise<Outcome> {
  const ask = async (request: ApiRequest, as: Identity | undefined) =>
    outcomeOf(
      await send(client, request, {
        ...(as ? { as } : {}),
        dryRun: !isRead(request),
      }),
      controls,
    );
  if (twinAs !== 'platform') return ask(twin, twinAs ? cast[twinAs] : identity);
  if (standing) return ask(twin, undefined);
  // What only the platform may do isn't tried for real: that the actor is somebody here is shown by what it may read.
  return ask(
    { verb: 'list', resource: 'v1/configmaps', namespace: stage.namespace },
    identity,
  );
}

function isRead({ verb }: ApiRequest): boolean {
  return verb === 'get' || verb === 'list';
}
