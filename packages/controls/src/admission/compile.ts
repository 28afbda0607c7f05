import type { ClusterContext, Control } from '../control';
import type { Contribution } from '../merge';
import { kyvernoPolicy } from './kyverno';
import { nativePolicy } from './native';
import { policyParts } from './policies';

/**
 * The rules of all controls in the dialect of the cluster. Each control contributes its own validations and patches;
 * merging makes one policy of them.
 *
 * @param among - all controls of the cluster, where `controls` are some of them
 */
export function compilePolicies(
  controls: readonly Control[],
  context: ClusterContext,
  among: readonly Control[] = controls,
): Contribution[] {
  const write =
    context.cluster.spec.policyEngine === 'native'
      ? nativePolicy
      : kyvernoPolicy;
  return policyParts(controls, context, among).flatMap(part =>
    write(part).map(object => ({ control: part.control, object })),
  );
}
