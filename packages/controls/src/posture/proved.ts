import type { Control } from '../control';
import type { Verdict } from './posture';

/** What `prove` found in one namespace. */
export interface ProofRecord {
  /** When the last attempt ended, ISO 8601, by the prover's clock. */
  readonly at: string;
  /** Digest of the rules that were in force. */
  readonly rules: string;
  /** By control; one without attacks there is absent. */
  readonly controls: Readonly<Record<string, AttacksTried>>;
}

/** What became of one control's attacks. */
export interface AttacksTried {
  /** How many were refused, for the right reason. */
  readonly refused: number;
  /** The first that wasn't, and the first of which nothing can be said. */
  readonly failed?: string;
  readonly undecided?: string;
  /** What is said of the first of all, which may not have been tried. */
  readonly first: string;
}

export interface AttackResult {
  readonly control: string;
  /** Row and title of the attack. */
  readonly attack: string;
  /** As policy reports say it: a `fail` was admitted, a `skip` wasn't tried. */
  readonly result: 'pass' | 'fail' | 'warn' | 'error' | 'skip';
  readonly message: string;
}

export interface ProofState {
  /** Absent where none is known; `unreadable` says why that, or a newer one, isn't known. */
  readonly record?: ProofRecord;
  readonly unreadable?: string;
  /** Digest of the rules that are in force now; absent where they can't be read. */
  readonly rules?: string;
}

/** The results by control: what a verdict needs of them, which is a small part of a report. */
export function attacksTried(
  results: readonly AttackResult[],
): ProofRecord['controls'] {
  const controls: Record<string, AttacksTried> = {};
  for (const { control, attack, result, message } of results) {
    const { [control]: before = { refused: 0, first: message } } = controls;
    const text = `${attack}: ${message}`;
    controls[control] = {
      ...before,
      ...(result === 'pass' ? { refused: before.refused + 1 } : {}),
      ...(result === 'fail' || result === 'warn'
        ? { failed: before.failed ?? text }
        : {}),
      ...(result === 'error' ? { undecided: before.undecided ?? text } : {}),
    };
  }
  return controls;
}

const dayMs = 24 * 60 * 60 * 1000;

/** How far the clocks of prover and portal may be apart. */
const clockSkewMs = 5 * 60 * 1000;

/**
 * Whether a control's attacks were tried and refused, under the rules of now, within the days that a proof counts.
 *
 * @param where the cluster, in words.
 */
export function proved(
  { id, attacks }: Pick<Control, 'id' | 'attacks'>,
  where: string,
  { record, unreadable, rules }: ProofState,
  { now, validDays }: { readonly now: Date; readonly validDays: number },
): Verdict {
  if (!record && unreadable !== undefined)
    return { state: 'unknown', reason: unreadable };
  if (!record) return { state: 'unknown', reason: `never proved on ${where}` };
  const { at } = record;
  const unknown = (reason: string): Verdict => ({
    state: 'unknown',
    reason,
    at,
  });
  const tried = record.controls[id];
  // A success under other rules says nothing about these; a failure is worth knowing until the next proof.
  if (tried?.failed !== undefined)
    return { state: 'no', reason: tried.failed, at };
  if (unreadable !== undefined) return unknown(unreadable);
  if (rules === undefined)
    return unknown(`the rules in force on ${where} can't be read`);
  if (rules !== record.rules)
    return unknown('the rules have changed since the last proof');
  const age = now.getTime() - new Date(at).getTime();
  if (age < -clockSkewMs) return unknown('the last proof is of the future');
  if (!(age <= validDays * dayMs))
    return unknown(`the last proof is older than ${validDays} days`);
  if (tried?.undecided !== undefined) return unknown(tried.undecided);
  if (tried && tried.refused > 0)
    return {
      state: 'yes',
      reason: `${tried.refused} ${
        tried.refused === 1 ? 'attack was' : 'attacks were'
      } tried and refused`,
      at,
    };
  // It may be younger than the proof; what was passed over stands there with the reason.
  if (!tried && attacks.some(({ proof }) => proof === 'api'))
    return unknown('the last proof did not try it');
  return {
    ...unknown(tried?.first ?? 'no attack of it can be tried on a cluster'),
    elsewhere: true,
  };
}
