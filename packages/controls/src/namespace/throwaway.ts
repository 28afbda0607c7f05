import { attackName } from '../attacks';
import type { Stage } from '../attacks';
import {
  annotations,
  deletionApproved,
  labels,
  podSecurityLabel,
} from '../names';
import type { PartialObject } from '../objects';

/**
 * A Namespace of the tenant that is there for one attempt, because the environment's own is too dear: marked, so that it
 * can be taken away again. That takes some seconds, so every attempt has one with a name of its own.
 */
export function throwaway(
  { namespace, tenant }: Stage,
  attempt: string,
): PartialObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: `${attackName}-${attempt}-${namespace}`.slice(0, 63),
      labels: {
        [labels.tenant]: tenant.metadata.name,
        [podSecurityLabel]: 'restricted',
      },
      annotations: { [annotations.deletion]: deletionApproved },
    },
  };
}
