import type { SyncVerdict } from './posture';

/** What Argo CD says of the Application that applies a tenant's guard-rails on one cluster. */
export interface SyncRecord {
  /** When it last compared, ISO 8601, by its own clock; absent before the first time. */
  readonly comparedAt?: string;
  /** Such as `Synced` or `OutOfSync`. */
  readonly status?: string;
  /** The commit it compares with. */
  readonly revision?: string;
  /** Errors that keep it from comparing or applying, in its words. */
  readonly errors: readonly string[];
  /** What it is doing now, or did last. */
  readonly operation?: {
    /** Such as `Running`, `Succeeded` or `Failed`. */
    readonly phase: string;
    readonly message: string;
    /** The commit it applies, or applied. */
    readonly revision?: string;
  };
  /** Objects that are not as they should be, such as `NetworkPolicy default-deny`. */
  readonly different: readonly string[];
  readonly repairs?: Repairs;
}

/** What Argo CD put back, without being asked, since it first applied the revision. */
export interface Repairs {
  readonly count: number;
  /** When the last one ended, ISO 8601, by its own clock; absent while it runs. */
  readonly at?: string;
  /** What the last one put back, such as `NetworkPolicy default-deny`. */
  readonly objects: readonly string[];
}

export interface SyncState {
  /** Absent where there is no such Application, or none is known; `unreadable` says why it isn't known. */
  readonly record?: SyncRecord;
  readonly unreadable?: string;
}

export interface SyncOptions {
  /** Whether a revision has the tenant's folder as the main branch has it; `undefined` where that isn't known. */
  readonly isCurrent: (revision: string) => boolean | undefined;
  readonly now: Date;
}

/** How long Argo CD may be silent: several times its own interval of three minutes. */
const longestSilenceMs = 15 * 60 * 1000;

/** How far the clocks of Argo CD and portal may be apart. */
const clockSkewMs = 5 * 60 * 1000;

/** So many repairs are no accident, if the last is of this hour. */
const tooManyRepairs = 3;
const repairsMatterMs = 60 * 60 * 1000;

/**
 * Whether Argo CD is at the tenant's last change and finds the cluster as it should be. `unknown` where Argo CD can't be
 * read or has been silent; `no` also where it puts the same things back again and again.
 */
export function synced(
  { record, unreadable }: SyncState,
  { isCurrent, now }: SyncOptions,
): SyncVerdict {
  if (!record)
    return unreadable === undefined
      ? { state: 'no', reason: 'Argo CD has no Application for it yet' }
      : { state: 'unknown', reason: unreadable };
  const { comparedAt, revision, repairs } = record;
  const verdict = (
    state: SyncVerdict['state'],
    reason: string,
  ): SyncVerdict => ({
    state,
    reason,
    ...(comparedAt === undefined ? {} : { at: comparedAt }),
    ...(revision === undefined ? {} : { revision }),
    ...(repairs === undefined ? {} : { repairs }),
  });
  if (unreadable !== undefined) return verdict('unknown', unreadable);
  const silence = silenceOf(comparedAt, now);
  if (silence !== undefined) return verdict('unknown', silence);
  const hindrance = hindranceOf(record);
  if (hindrance !== undefined) return verdict('no', hindrance);
  if (comparedAt === undefined || revision === undefined)
    return verdict('no', 'Argo CD has not compared it yet');
  if (record.status !== 'Synced') return verdict('no', differencesIn(record));
  const current = isCurrent(revision);
  if (current === undefined)
    return verdict(
      'unknown',
      `Argo CD is at ${short(revision)}, which the repository doesn't have`,
    );
  if (!current)
    return verdict(
      'no',
      `Argo CD is at ${short(revision)}, without the last change`,
    );
  if (repairs && isRestless(repairs, now))
    return verdict('no', restlessness(repairs));
  return verdict('yes', `Argo CD applied ${short(revision)}`);
}

function silenceOf(
  comparedAt: string | undefined,
  now: Date,
): string | undefined {
  if (comparedAt === undefined) return undefined;
  const age = now.getTime() - Date.parse(comparedAt);
  if (age < -clockSkewMs) return "Argo CD's last comparison is of the future";
  // Also where the time is no time.
  return age <= longestSilenceMs
    ? undefined
    : `Argo CD has compared nothing for ${Math.round(age / 60_000)} minutes`;
}

/** What keeps Argo CD from applying, in its own words. */
function hindranceOf(record: SyncRecord): string | undefined {
  const { errors, operation } = record;
  if (operation?.phase === 'Running') return workOf(operation, record);
  if (errors.length > 0) return `Argo CD: ${errors[0]}`;
  // A failure that the repository has left behind says nothing about what holds now.
  const isOver =
    record.status === 'Synced' && operation?.revision !== record.revision;
  return operation && ['Failed', 'Error'].includes(operation.phase) && !isOver
    ? `Argo CD: ${operation.message || operation.phase}`
    : undefined;
}

function workOf(
  { message, revision }: NonNullable<SyncRecord['operation']>,
  record: SyncRecord,
): string {
  const waits = message.includes('confirmation');
  // Whoever confirmed it then would delete what Git declares.
  if (waits && revision !== undefined && revision !== record.revision)
    return `Argo CD still waits for the confirmation of a deletion that only ${short(
      revision,
    )} asked for: terminate that operation, and don't confirm it`;
  return `Argo CD is at work${message ? `: ${message}` : ''}`;
}

const mostNamed = 3;

function differencesIn({ status, different }: SyncRecord): string {
  const more = different.length - mostNamed;
  const named = [
    ...different.slice(0, mostNamed),
    ...(more > 0 ? [`${more} more`] : []),
  ].join(', ');
  return `Argo CD says ${status}${named ? `: ${named}` : ''}`;
}

function isRestless({ count, at }: Repairs, now: Date): boolean {
  if (count < tooManyRepairs) return false;
  // While one runs, and also where the time is no time.
  return (
    at === undefined || !(now.getTime() - Date.parse(at) > repairsMatterMs)
  );
}

function restlessness({ count, objects }: Repairs): string {
  const what = objects.slice(0, mostNamed).join(', ') || 'something';
  return `Argo CD repaired it ${count} times, last ${what}: somebody or something keeps changing it`;
}

function short(revision: string): string {
  return revision.slice(0, 8);
}
