import { attackName } from '../attacks';
import type { Stage } from '../attacks';
import { overlay } from '../attacks/overlay';
import { annotations, deletionApproved, labels } from '../names';
import type { JsonMap, PartialObject } from '../objects';

/**
 * A Namespace of the tenant that is there for one attempt, because the environment's own is too dear: marked, so that it
 * can be taken away again.
 */
export function throwaway(stage: Stage, metadata: JsonMap = {}): PartialObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: overlay(
      {
        name: `${attackName}-${stage.namespace}`.slice(0, 63),
        labels: {
          [labels.tenant]: stage.tenant.metadata.name,
          'pod-security.kubernetes.io/enforce': 'restricted',
        },
        annotations: { [annotations.deletion]: deletionApproved },
      },
      metadata,
    ),
  };
}
