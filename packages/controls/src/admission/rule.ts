import type { ClusterContext } from '../control';
import type { Target } from './targets';

/** CEL, or CEL made from the facts of a cluster: a list of storage classes, say. */
export type Expression = string | ((context: ClusterContext) => string);

/**
 * One admission rule in CEL.
 *
 * Besides `object`, `oldObject`, `request` and `namespaceObject`, the expression may use the variables of its targets
 * (`targets.ts`) as `variables.<name>`. It is written for kube-apiserver's CEL environment of Kubernetes 1.34.
 */
export interface Rule {
  /** Which requests the rule looks at. Rules with one target become validations of one policy. */
  readonly on: Target | readonly Target[];
  /** CEL that must be true for the request to be admitted. */
  readonly require: Expression;
  /** Why the request is refused. The control's id is put before it. */
  readonly message: string;
  /**
   * Judge every request, also those that its target passes over (`unless`): a deletion, or an update that leaves alone
   * what the target is about. For rules about metadata.
   */
  readonly everyRequest?: boolean;
}

/**
 * One mutation in CEL, an idempotent JSON patch: it may run more than once on the same object. It touches fields that no
 * other mutation reads or writes, since all of a target look at the object as it came.
 */
export interface Mutation {
  readonly on: 'workloads';
  /** CEL that yields a list of `JSONPatch` values; empty when nothing is to be changed. */
  readonly patch: Expression;
}

/** The expression for one cluster. */
export function expressionFor(
  expression: Expression,
  context: ClusterContext,
): string {
  return typeof expression === 'string' ? expression : expression(context);
}

/** A list of texts as a CEL literal. */
export function celList(items: readonly string[]): string {
  return `[${items.map(celString).join(', ')}]`;
}

/** A text as a CEL literal; the model admits no quote or backslash in what ends up here. */
export function celString(text: string): string {
  return `'${text}'`;
}
