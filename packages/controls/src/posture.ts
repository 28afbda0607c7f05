/** One column of a control's posture. `unknown` is never shown as good. */
export interface Verdict {
  readonly state: 'yes' | 'no' | 'unknown';
  /** Why, in words a person can act on. */
  readonly reason: string;
  /** When it was established, ISO 8601; absent when it never was. */
  readonly at?: string;
}

/** Does one control hold for one environment? Three columns, because they fail separately. */
export interface Posture {
  /** The merged repository contains the control's contribution. */
  readonly declared: Verdict;
  /** The cluster's objects carry each contributed field. */
  readonly live: Verdict;
  /** The control's attacks were tried on this cluster and refused. */
  readonly proved: Verdict;
}
