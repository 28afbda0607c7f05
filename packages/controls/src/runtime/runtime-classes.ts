import type { Runtime, RuntimeFacts } from '@tenantry/model';
import { podAttack, unproved, withheld } from '../attacks';
import type { PodChange } from '../attacks';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import type { JsonMap, PartialObject } from '../objects';
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

/** A pod in the environment's sandbox, and what else it says. */
const sandboxed =
  (spec: (facts: RuntimeFacts) => JsonMap) =>
  (context: EnvironmentContext): PodChange => {
    const chosen = chosenRuntime(context);
    return chosen
      ? {
          spec: {
            runtimeClassName: runtimeClassName(chosen.runtime),
            ...spec(chosen.facts),
          },
        }
      : {};
  };

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
  attacks: [
    podAttack('P22', 'a sandbox at a price of its own', {
      attack: sandboxed(() => ({ overhead: { cpu: '1m' } })),
      twin: sandboxed(({ overhead }) => ({ overhead: { ...overhead } })),
      by: { says: "Overhead doesn't match RuntimeClass's defined Overhead" },
      in: ['pod'],
      where: context => chosenRuntime(context)?.facts.overhead !== undefined,
    }),
    podAttack('P22', 'a sandboxed pod for a node without the sandbox', {
      attack: sandboxed(({ nodeSelector }) => ({
        nodeSelector: Object.fromEntries(
          Object.keys(nodeSelector ?? {}).map(key => [key, 'elsewhere']),
        ),
      })),
      twin: sandboxed(() => ({})),
      by: { says: 'conflict: runtimeClass.scheduling.nodeSelector' },
      in: ['pod'],
      where: context =>
        chosenRuntime(context)?.facts.nodeSelector !== undefined,
    }),
    withheld('P22', 'changing what a sandbox costs', 'admin', ({ cluster }) =>
      runtimesOf(cluster).map(runtime => ({
        verb: 'patch',
        patch: 'merge',
        resource: 'node.k8s.io/v1/runtimeclasses',
        name: runtimeClassName(runtime),
        body: { overhead: { podFixed: { cpu: '1m' } } },
      })),
    ),
    unproved(
      'P22',
      'a handler that is no sandbox',
      'node',
      "Which program a handler starts is in the configuration of the node's container runtime; the API server knows its name alone.",
    ),
  ],
  withholds: [
    {
      role: 'admin',
      apiGroups: ['node.k8s.io'],
      resources: ['runtimeclasses'],
      verbs: ['patch'],
      clusterWide: true,
    },
  ],
  appliesTo: context => chosenRuntime(context) !== undefined,
  cluster: ({ cluster }) =>
    runtimesOf(cluster).flatMap(runtime => {
      const facts = cluster.spec.runtimes[runtime];
      return facts ? [runtimeClass(runtime, facts)] : [];
    }),
});
