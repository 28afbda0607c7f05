import { combine } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { sharedName } from '../names';
import { compareQuota } from './compareQuota';
import { limitAttacks } from './container-limits.attacks';

type Amounts = EnvironmentContext['size']['container']['max'];

function resources({
  cpu,
  memory,
  ephemeralStorage,
}: Amounts): Record<string, string> {
  return { cpu, memory, 'ephemeral-storage': ephemeralStorage };
}

/** A limit of nothing would be no limit to the kubelet, and nothing to the quota. */
const least = { cpu: '1m', memory: '1Mi', 'ephemeral-storage': '1Mi' };

/**
 * Defaults and bounds for one container.
 *
 * Contributes: LimitRange with type Container: defaultRequest, default, max, maxLimitRequestRatio from the size, and min,
 * which is there against zeros. It counts when a pod is made and when it is resized. The largest claim is bounded by the
 * storage of the whole environment (compute-quota). Withholds: every write of limitranges.
 */
export const containerLimits = defineControl({
  id: 'container-limits',
  title: 'No container without limits, none too large',
  component: 'resources',
  why: 'A container that states nothing gets sensible numbers instead of a refusal by the quota. One that promises little and takes much is bounded, because the node pays for the difference.',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  stops: [
    { id: 'Q01', attempt: 'change the limits, or make others' },
    {
      id: 'Q02',
      attempt: 'run without limits, or ask for one per cent and take all',
    },
    { id: 'Q07', attempt: 'use local disk without a bound' },
  ],
  withholds: [
    {
      role: 'admin',
      apiGroups: [''],
      resources: ['limitranges'],
      verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    },
  ],
  environment: context => {
    const { defaultRequest, default: defaults, max } = context.size.container;
    const ratios = ratiosOf(context);
    return [
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: sharedName, namespace: context.namespace },
        spec: {
          limits: [
            {
              type: 'Container',
              defaultRequest: resources(defaultRequest),
              default: resources(defaults),
              max: resources(max),
              min: least,
              ...(Object.keys(ratios).length > 0
                ? { maxLimitRequestRatio: ratios }
                : {}),
            },
          ],
        },
      },
    ];
  },
  summary: ({ size }) =>
    `up to ${size.container.max.cpu} CPU, ${size.container.max.memory} a container`,
  compare: (before, after) =>
    combine([
      compareQuota(
        resources(before.size.container.max),
        resources(after.size.container.max),
      ),
      compareQuota(ratiosOf(before), ratiosOf(after)),
    ]),
  attacks: limitAttacks,
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
