import type { Control } from '../control';
import type { Verdict } from './posture';

/** What `prove` found in one namespace. */
export interface ProofRecord {
  /** When the last attempt ended, ISO 8601, by the prover's clock. */
  readonly at: string;
  /** Digest of the rules that were in force. */
  readonly rules: string;
  /** One for each attack. */
  readonly results: readonly AttackResult[];
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

const dayMs = 24 * 60 * 60 * 1000;

/** How far the clocks of prover and portal may be apart. */
const clockSkewMs = 5 * 60 * 1000;

/**
 * Whether a control's attacks were tried and refused, under the rules of now, within the days that a proof counts.
 *
 * @param where the cluster, in words.
 */
export function proved(
  { id }: Pick<Control, 'id'>,
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
  const own = record.results.filter(({ control }) => control === id);
  const failed = own.find(
    ({ result }) => result === 'fail' || result === 'warn',
  );
  // A success under other rules says nothing about these; a failure is worth knowing until the next proof.
  if (failed)
    return { state: 'no', reason: `${failed.attack}: ${failed.message}`, at };
  if (unreadable !== undefined) return unknown(unreadable);
  if (rules === undefined)
    return unknown(`the rules in force on ${where} can't be read`);
  if (rules !== record.rules)
    return unknown('the rules have changed since the last proof');
  const age = now.getTime() - new Date(at).getTime();
  if (age < -clockSkewMs) return unknown('the last proof is of the future');
  if (!(age <= validDays * dayMs))
    return unknown(`the last proof is older than ${validDays} days`);
  const undecided = own.find(({ result }) => result === 'error');
  if (undecided) return unknown(`${undecided.attack}: ${undecided.message}`);
  const refused = own.filter(({ result }) => result === 'pass').length;
  if (refused > 0)
    return {
      state: 'yes',
      reason: `${refused} ${
        refused === 1 ? 'attack was' : 'attacks were'
      } tried and refused`,
      at,
    };
  return unknown(
    own[0]?.message ?? 'no attack of it can be tried on a cluster',
  );
}
