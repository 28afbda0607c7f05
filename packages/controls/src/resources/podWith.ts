import { create, harmlessPod } from '../attacks';
import type { ApiRequest, Stage } from '../attacks';
import type { JsonMap } from '../objects';

/** A request for a harmless pod of several containers, each with these resources. */
export function podWith(
  stage: Stage,
  resources: JsonMap,
  count = 1,
): ApiRequest {
  const spec = harmlessPod(stage);
  const [container] = spec.containers as JsonMap[];
  return create('v1/pods', 'Pod', stage.namespace, {
    spec: {
      ...spec,
      containers: Array.from({ length: count }, (_, index) => ({
        ...container,
        name: `app-${index}`,
        resources,
      })),
    },
  });
}
