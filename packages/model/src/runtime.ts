import { z } from 'zod';
import { DnsName, LabelKey, labels, LabelValue } from './kubernetesTexts';
import { Bytes, Cpu } from './quantities';
import { complain, uniqueList } from './valueType';

/** The sandboxes a cluster may offer beside the ordinary container runtime. */
export const RUNTIMES = ['gvisor', 'kata', 'firecracker'] as const;
export const Runtime = z
  .enum(RUNTIMES)
  .describe('A sandbox: gvisor, kata or firecracker.');
export type Runtime = z.output<typeof Runtime>;

/** A Kubernetes toleration, for pods that a runtime class sends to tainted nodes. */
export const Toleration = z
  .strictObject({
    key: LabelKey.describe('The key of the taint.'),
    operator: z
      .enum(['Exists', 'Equal'])
      .optional()
      .describe('Whether the value counts.'),
    value: LabelValue.optional().describe('The value of the taint.'),
    effect: z
      .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
      .optional()
      .describe('The effect of the taint.'),
  })
  .superRefine((toleration, context) => {
    if (toleration.operator === 'Exists' && toleration.value !== undefined) {
      complain(
        context,
        { message: 'must be left out when the operator is Exists' },
        ['value'],
      );
    }
  })
  .describe('A taint that sandboxed pods tolerate.');
export type Toleration = z.output<typeof Toleration>;

/** How a cluster offers one sandbox. */
export const RuntimeFacts = z
  .strictObject({
    handler: DnsName.describe(
      "The handler's name in the container runtime's configuration.",
    ).meta({ examples: ['runsc'] }),
    overhead: z
      .strictObject({
        cpu: Cpu.optional(),
        memory: Bytes.optional(),
      })
      .optional()
      .describe('What the sandbox itself uses, per pod.'),
    nodeSelector: labels('Labels of the nodes that have it.').optional(),
    tolerations: uniqueList(Toleration, { what: 'toleration', max: 20 })
      .optional()
      .describe('Taints of the nodes that have it.'),
  })
  .describe('How the cluster offers this sandbox.');
export type RuntimeFacts = z.output<typeof RuntimeFacts>;
