import { z } from 'zod';
import { DeviceName, QuotaKey } from './kubernetesTexts';
import { Bytes, compareQuantities, Cpu, withinRatio } from './quantities';
import { freeText } from './text';
import { complain, whenSound } from './valueType';

export const Version = z
  .int()
  .min(1)
  .max(1_000_000)
  .default(1)
  .describe(
    'Counts up whenever the contents change, so that old ones can be told from deviations.',
  );

/** Amounts of the three resources that quotas and limits count. */
export const Amounts = z
  .strictObject({
    cpu: Cpu,
    memory: Bytes,
    ephemeralStorage: Bytes.describe('Local disk, such as 20Gi.'),
  })
  .describe('Amounts of cpu, memory and local disk.');
export type Amounts = z.output<typeof Amounts>;

const ratio = z
  .number()
  .min(1)
  .max(10_000)
  .optional()
  .describe('How many times its request a limit may be.');

const Container = z
  .strictObject({
    defaultRequest: Amounts.describe('What a container asks for by default.'),
    default: Amounts.describe("A container's default limits."),
    max: Amounts.describe('The most one container may have.'),
    maxLimitRequestRatio: z
      .strictObject({ cpu: ratio, memory: ratio, ephemeralStorage: ratio })
      .optional()
      .describe('How far limits may exceed requests.'),
  })
  .describe('Defaults and bounds of one container.');

/** A named quota: totals of a namespace, bounds of a container, counts of objects. */
export const Size = z
  .strictObject({
    title: freeText('What people call the size.', { examples: ['Small'] }),
    summary: freeText('What it is enough for.', { longest: 200 }),
    version: Version,
    requests: Amounts.describe(
      'The most all requests in a namespace may add up to.',
    ),
    limits: Amounts.describe(
      'The most all limits in a namespace may add up to.',
    ),
    storage: Bytes.describe(
      'The most all volume claims in a namespace may add up to.',
    ),
    pods: z.int().min(1).max(100_000).describe('The most pods in a namespace.'),
    container: Container,
    counts: z
      .record(
        QuotaKey,
        z.int().min(0).max(1_000_000).describe('At most this many.'),
      )
      .default({})
      .describe(
        'How many objects of a kind there may be, where it differs from the usual.',
      ),
    devices: z
      .record(
        DeviceName,
        z.int().min(0).max(10_000).describe('At most this many.'),
      )
      .default({})
      .describe(
        'How many devices its pods may have in all, by extended resource or device class; what is not named is not given.',
      ),
  })
  .superRefine(
    (size, context) => {
      for (const { path, message } of sizeProblems(size)) {
        complain(context, { message }, path);
      }
    },
    { when: whenSound('requests', 'limits', 'container') },
  )
  .describe('A named quota.');
export type Size = z.output<typeof Size>;

type SizeFields = Pick<Size, 'requests' | 'limits' | 'container'>;

/** Pairs of which the first must not exceed the second, with the reason. */
const ORDER = [
  {
    small: ['requests'],
    large: ['limits'],
    why: 'a container never has a limit below its request',
  },
  {
    small: ['container', 'defaultRequest'],
    large: ['container', 'default'],
    why: 'a default container would be refused',
  },
  {
    small: ['container', 'default'],
    large: ['container', 'max'],
    why: 'a default container would be refused',
  },
  {
    small: ['container', 'defaultRequest'],
    large: ['requests'],
    why: 'not even one default pod would fit the quota',
  },
  {
    small: ['container', 'default'],
    large: ['limits'],
    why: 'not even one default pod would fit the quota',
  },
  {
    small: ['container', 'max'],
    large: ['limits'],
    why: 'the largest container could never start',
  },
] as const;

const RESOURCES = ['cpu', 'memory', 'ephemeralStorage'] as const;

function sizeProblems(size: SizeFields) {
  const outOfOrder = ORDER.flatMap(({ small, large, why }) =>
    RESOURCES.filter(
      resource =>
        compareQuantities(
          amountsAt(size, small)[resource],
          amountsAt(size, large)[resource],
        ) > 0,
    ).map(resource => ({
      path: [...small, resource],
      message: `${amountsAt(size, small)[resource]} exceeds ${large.join(
        '.',
      )}.${resource}, which is ${amountsAt(size, large)[resource]}: ${why}`,
    })),
  );
  const {
    defaultRequest,
    default: limits,
    maxLimitRequestRatio,
  } = size.container;
  const overRatio = RESOURCES.flatMap(resource => {
    const most = maxLimitRequestRatio?.[resource];
    return most === undefined ||
      withinRatio(limits[resource], defaultRequest[resource], most)
      ? []
      : [
          {
            path: ['container', 'maxLimitRequestRatio', resource],
            message: `a default container has a limit of ${limits[resource]} for a request of ${defaultRequest[resource]}, which is more than ${most} times; it would be refused`,
          },
        ];
  });
  return [...outOfOrder, ...overRatio];
}

function amountsAt(
  size: SizeFields,
  path: (typeof ORDER)[number]['small' | 'large'],
): Amounts {
  const [first, second] = path;
  return first === 'container' ? size.container[second] : size[first];
}
