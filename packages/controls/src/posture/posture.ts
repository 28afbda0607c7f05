import type { Json } from '../objects';
import type { Repairs } from './synced';

/** One column of a control's posture. `unknown` is never shown as good. */
export interface Verdict {
  readonly state: 'yes' | 'no' | 'unknown';
  /** Why, in words a person can act on. */
  readonly reason: string;
  /** When it was established, ISO 8601; absent when it never was. */
  readonly at?: string;
  /** With `unknown` alone: no cluster can answer it. It is tried in the test suite, or takes nodes. */
  readonly elsewhere?: true;
  /** With `no` alone: nothing is wrong, for the control isn't to be in force in the environment; the reason says why. */
  readonly idle?: true;
}

/** Does one control hold for one environment? Three columns, because they fail separately. */
export interface Posture {
  /** The merged repository contains the control's contribution. */
  readonly declared: Verdict;
  /** The cluster's objects carry each contributed field. */
  readonly live: LiveVerdict;
  /** The control's attacks were tried on this cluster and refused. */
  readonly proved: Verdict;
}

export interface LiveVerdict extends Verdict {
  /** What differs, object by object; with `no` alone. */
  readonly drift?: readonly Drift[];
}

/** One difference between what the repository declares and what a cluster holds. */
export interface Drift {
  /** Such as `NetworkPolicy payments-dev/default-deny`. */
  readonly object: string;
  /** Such as `spec.policyTypes`; absent where the whole object is missing. */
  readonly field?: string;
  /** The declared value; of a list, the items that the cluster lacks. Absent where nothing is declared. */
  readonly declared?: Json;
  /** The cluster's value; of a list, the items that aren't declared. Absent where the cluster has nothing. */
  readonly live?: Json;
  /** Who wrote the field last, where the cluster knows. */
  readonly by?: FieldOwner;
}

/** Who wrote a field of an object, from its `managedFields`. */
export interface FieldOwner {
  /** The client's own name, such as `kubectl-edit`. */
  readonly manager: string;
  /** ISO 8601, by the cluster's clock. */
  readonly at?: string;
}

/** Whether Argo CD has applied a tenant's last change on one cluster, and finds everything as it was applied. */
export interface SyncVerdict extends Verdict {
  /** The commit that Argo CD compares the cluster with; absent before the first time. */
  readonly revision?: string;
  readonly repairs?: Repairs;
}
