import { combine } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import type { JsonMap } from '../objects';
import { sharedName } from '../names';
import { compareQuota } from './compareQuota';

type Resources = EnvironmentContext['size']['container']['max'];

function resources({
  cpu,
  memory,
  ephemeralStorage,
}: Resources): Record<string, string> {
  return { cpu, memory, 'ephemeral-storage': ephemeralStorage };
}

function limit(context: EnvironmentContext): JsonMap {
  const { defaultRequest, default: defaults, max } = context.size.container;
  const ratios = ratiosOf(context);
  return {
    type: 'Container',
    defaultRequest: resources(defaultRequest),
    default: resources(defaults),
    max: resources(max),
    ...(Object.keys(ratios).length > 0 ? { maxLimitRequestRatio: ratios } : {}),
  };
}

/**
 * Defaults and bounds for one container and one volume claim.
 *
 * Contributes: LimitRange with type Container (defaultRequest, default, max, maxLimitRequestRatio) and type
 * PersistentVolumeClaim (max: the whole storage of the environment).
 */
export const containerLimits = defineControl({
  id: 'container-limits',
  title: 'No container without limits, none too large',
  component: 'resources',
  why: 'A container that states nothing gets sensible numbers instead of a refusal by the quota. One that promises little and takes much is bounded, because the node pays for the difference.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  stops: [
    { id: 'Q02', attempt: 'ask for one per cent and take all' },
    { id: 'Q07', attempt: 'use local disk without a bound' },
  ],
  attacks: [],
  environment: context => [
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: sharedName, namespace: context.namespace },
      spec: {
        limits: [
          limit(context),
          {
            type: 'PersistentVolumeClaim',
            max: { storage: context.size.storage },
          },
        ],
      },
    },
  ],
  summary: ({ size }) =>
    `up to ${size.container.max.cpu} CPU, ${size.container.max.memory} a container`,
  compare: (before, after) =>
    combine([
      compareQuota(
        resources(before.size.container.max),
        resources(after.size.container.max),
      ),
      compareQuota(
        { storage: before.size.storage },
        { storage: after.size.storage },
      ),
      compareQuota(ratiosOf(before), ratiosOf(after)),
    ]),
});

function ratiosOf({ size }: EnvironmentContext): Record<string, string> {
  const { cpu, memory, ephemeralStorage } =
    size.container.maxLimitRequestRatio ?? {};
  const ratios = Object.entries({
    cpu,
    memory,
    'ephemeral-storage': ephemeralStorage,
  });
  return Object.fromEntries(
    ratios.flatMap(([name, ratio]) => (ratio ? [[name, String(ratio)]] : [])),
  );
}
