import type { PodChange } from '../attacks';
import type { JsonMap } from '../objects';

/** Where a container says what the kubelet asks of it: probes, and the hooks of its life. */
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const hooks = ['lifecycle.postStart', 'lifecycle.preStop'] as const;

export type Handler = (typeof probes)[number] | (typeof hooks)[number];
export const everyHandler: readonly Handler[] = [...probes, ...hooks];

/** CEL: the condition holds for each of these `handler`s (optional values) of each container. */
export function handlers(
  condition: string,
  which: readonly Handler[] = everyHandler,
): string {
  const list = which.map(path => `container.?${path.replace('.', '.?')}`);
  return `variables.containers.all(container, [${list.join(
    ', ',
  )}].all(handler, ${condition}))`;
}

/** The same for probes alone: hooks have no period, no timeout and no threshold. */
export function probesOf(condition: string): string {
  return handlers(condition, probes);
}

/** A container with this handler, for attacks. */
export function withHandler(handler: Handler, content: JsonMap): PodChange {
  const [outer, inner] = handler.split('.');
  return { container: { [outer]: inner ? { [inner]: content } : content } };
}
