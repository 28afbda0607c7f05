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
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cast } from './actors';
import type { ClusterClient, Identity } from './client';
import { isRefusedBy, outcomeOf } from './judge';
import type { Outcome } from './judge';
import { resourceOf } from './resources';

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
   * Whether the client is the platform: objects that an attempt needs may be made for it, and it makes the twins that take
   * every right. Without, such attempts are skipped, and such a twin is the actor reading what it may.
   */
  readonly mayWrite: boolean;
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
  const { cast, mayWrite } = options;
  const actor = attempt.as ?? attack.as;
  const result = {
    control: control.id,
    row: attack.row,
    title: attack.title,
    route: attempt.route,
    request: attempt.attack,
    actor,
  };
  const identity = cast[actor];
  if (!identity)
    return { ...result, verdict: 'skipped', reason: `nobody is ${actor}` };
  const { given = [], fills = [] } = attempt;
  if ((given.length > 0 || fills.length > 0) && !mayWrite)
    return {
      ...result,
      verdict: 'skipped',
      reason: 'needs an object in place, and nothing is written here',
    };
  const made: PartialObject[] = [];
  try {
    for (const object of given) {
      await make(object, options);
      made.push(object);
    }
    const twin = await whenCounted(
      () => tryTwin(attempt, identity, options),
      answer => answer.kind !== 'admitted' && stillCounts(answer.message),
    );
    const rest = [...fills];
    const outcome = await whenCounted(
      async () => {
        await fillUp(rest, made, options);
        return tryForReal(attempt.attack, identity, options);
      },
      // What filled up may have counted what was gone already.
      answer => answer.kind === 'admitted' && rest.length > 0,
    );
    const refusals: readonly Refusal[] = [attempt.by ?? attack.by].flat();
    return {
      ...result,
      attack: outcome,
      twin,
      ...verdictOf(outcome, twin, refusals, control.id, identity, options),
    };
  } finally {
    for (const object of made.reverse()) await remove(object, options);
  }
}

/** How long a quota may count what was just taken away. */
const countedMs = 3_000;

function stillCounts(message: string): boolean {
  return /exceeded quota|status unknown for quota/.test(message);
}

/** Asks again for a while: quotas are counted anew a moment after something is gone. */
async function whenCounted<T>(
  ask: () => Promise<T>,
  again: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + countedMs;
  for (;;) {
    const answer = await ask();
    if (!again(answer) || Date.now() > deadline) return answer;
    await sleep(50);
  }
}

/** Makes what is left of `rest` until a quota refuses. */
async function fillUp(
  rest: PartialObject[],
  made: PartialObject[],
  options: TryOptions,
): Promise<void> {
  for (const object of [...rest]) {
    const { status, message } = await create(object, options);
    if (status >= 300) {
      if (stillCounts(message)) return;
      throw new Error(cannotBeMade(object, message));
    }
    made.push(object);
    rest.shift();
  }
}

/** As a dry run first; where that is refused and writing is allowed, once more without: the two must not differ. */
async function tryForReal(
  request: ApiRequest,
  as: Identity,
  { client, controls, mayWrite }: TryOptions,
): Promise<Outcome> {
  const dry = outcomeOf(
    await client.send(request, { as, dryRun: !isRead(request) }),
    controls,
  );
  if (!mayWrite || isRead(request) || dry.kind === 'admitted') return dry;
  const real = outcomeOf(await client.send(request, { as }), controls);
  if (real.kind === 'admitted' && request.verb === 'create')
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
  { client, cast, controls, mayWrite, stage }: TryOptions,
): Promise<Outcome> {
  const send = async (request: ApiRequest, as: Identity | undefined) =>
    outcomeOf(
      await client.send(request, {
        ...(as ? { as } : {}),
        dryRun: !isRead(request),
      }),
      controls,
    );
  if (twinAs !== 'platform')
    return send(twin, twinAs ? cast[twinAs] : identity);
  if (mayWrite) return send(twin, undefined);
  // What only the platform may do isn't tried for real: that the actor is somebody here is shown by what it may read.
  return send(
    { verb: 'list', resource: 'v1/configmaps', namespace: stage.namespace },
    identity,
  );
}

function isRead({ verb }: ApiRequest): boolean {
  return verb === 'get' || verb === 'list';
}

async function make(object: PartialObject, options: TryOptions): Promise<void> {
  const { status, message } = await whenCounted(
    () => create(object, options),
    answer => answer.status >= 300 && stillCounts(answer.message),
  );
  if (status >= 300 && status !== 409)
    throw new Error(cannotBeMade(object, message));
}

function cannotBeMade({ kind, metadata }: PartialObject, message: string) {
  return `${kind} ${metadata.name}, which the attempt needs, can't be made: ${message}`;
}

function create(object: PartialObject, { client }: TryOptions) {
  return client.send({
    verb: 'create',
    resource: resourceOf(object),
    ...placeOf(object),
    body: object,
  });
}

async function remove(
  object: PartialObject,
  options: TryOptions,
): Promise<void> {
  await options.client.send({
    verb: 'delete',
    resource: resourceOf(object),
    name: object.metadata.name,
    ...placeOf(object),
    body: { gracePeriodSeconds: 0, propagationPolicy: 'Background' },
  });
}

function placeOf({ metadata }: PartialObject) {
  return metadata.namespace ? { namespace: metadata.namespace } : {};
}
