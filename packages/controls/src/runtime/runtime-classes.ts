import type { Runtime, RuntimeFacts } from '@tenantry/model';
import { defineControl } from '../control';
import type { PartialObject } from '../objects';
import { chosenRuntime, runtimeClassName, runtimesOf } from './runtimes';

function runtimeClass(
  runtime: Runtime,
  { handler, overhead, nodeSelector, tolerations }: RuntimeFacts,
): PartialObject {
  return {
    apiVersion: 'node.k8s.io/v1',
    kind: 'RuntimeClass',
    metadata: { name: runtimeClassName(runtime) },
    handler,
    ...(overhead ? { overhead: { podFixed: { ...overhead } } } : {}),
    ...(nodeSelector || tolerations
      ? {
          scheduling: {
            ...(nodeSelector ? { nodeSelector: { ...nodeSelector } } : {}),
            ...(tolerations
              ? {
                  tolerations: tolerations.map(toleration => ({
                    ...toleration,
                  })),
                }
              : {}),
          },
        }
      : {}),
  };
}

/**
 * A RuntimeClass for each sandbox the cluster offers.
 *
 * Contributes: RuntimeClasses tenantry-gvisor (runsc), tenantry-kata (kata-qemu, kata-clh), tenantry-firecracker
 * (kata-fc), with what a sandbox costs per pod and the nodes that have it. Facts: cluster.spec.runtimes.
 */
export const runtimeClasses = defineControl({
  id: 'runtime-classes',
  title: 'Sandboxes with a name and a price',
  component: 'runtime',
  why: 'Containers share the kernel of their node; a sandbox puts one of its own between. Its overhead is declared, so that the scheduler and the quota count it.',
  references: [
    'https://kubernetes.io/docs/concepts/containers/runtime-class/',
    'https://gvisor.dev/docs/user_guide/quick_start/kubernetes/',
    'https://katacontainers.io/',
  ],
  stops: [
    {
      id: 'P22',
      attempt: 'use a sandbox without counting what it costs the node',
    },
  ],
  attacks: [],
  appliesTo: context => chosenRuntime(context) !== undefined,
  cluster: ({ cluster }) =>
    runtimesOf(cluster).flatMap(runtime => {
      const facts = cluster.spec.runtimes[runtime];
      return facts ? [runtimeClass(runtime, facts)] : [];
    }),
});
