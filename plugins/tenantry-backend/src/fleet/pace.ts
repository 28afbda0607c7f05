/** How fast the fleet is judged. Judging shares its thread with everybody who waits for a page. */
export interface Pace {
  /** Changes come in swarms: so long must be quiet before they are looked at … */
  readonly quietMs: number;
  /** … but no longer than this is waited. */
  readonly longestMs: number;
  /** The longest that judging keeps the thread. */
  readonly batchMs: number;
  /** Tenants in one transaction at most. */
  readonly batchTenants: number;
  /** Rest after a batch, in times of what it took: for what changed, and for what is merely old. */
  readonly rest: { readonly changed: number; readonly old: number };
  /** How often is looked for what is old. */
  readonly sweepMs: number;
  /** Age at which a tenant is judged again though nothing about it changed, for what changes with time alone. */
  readonly oldMs: number;
  /** Age at which nobody vouches for a row any more, should judging not keep up. */
  readonly staleMs: number;
}

const minute = 60_000;

export const defaultPace: Pace = {
  quietMs: 500,
  longestMs: 5_000,
  batchMs: 15,
  batchTenants: 50,
  rest: { changed: 1, old: 19 },
  sweepMs: minute / 2,
  oldMs: 5 * minute,
  staleMs: 60 * minute,
};
