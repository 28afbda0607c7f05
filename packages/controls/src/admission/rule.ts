import type { Target } from './targets';

/**
 * One admission rule in CEL.
 *
 * Besides `object`, `oldObject`, `request` and `namespaceObject`, the expression may use the variables of its target
 * (`targets.ts`) as `variables.<name>`. It is written for kube-apiserver's CEL environment of Kubernetes 1.34.
 */
export interface Rule {
  /** Which requests the rule looks at. Rules with one target become validations of one policy. */
  readonly on: Target;
  /** CEL that must be true for the request to be admitted. */
  readonly require: string;
  /** Why the request is refused. The control's id is put before it. */
  readonly message: string;
}

/** One mutation in CEL, an idempotent JSON patch: it may run more than once on the same object. */
export interface Mutation {
  readonly on: Target;
  /** CEL that yields a list of `JSONPatch` values; empty when nothing is to be changed. */
  readonly patch: string;
}
