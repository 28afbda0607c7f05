import { attack, attackName, create, harmlessPod, withheld } from '../attacks';
import type { ApiAttack, ApiRequest, Attack, Stage } from '../attacks';
import { amountOf, everyResource, nameOf, stepsIn } from './amounts';
import type { Resource } from './amounts';
import { podWith } from './podWith';

const limitRanges = 'v1/limitranges';

type Bad = (
  stage: Stage,
  resource: Resource,
) => Readonly<Record<'limits' | 'requests', bigint>>;

/** A container of which one resource is out of bounds; its twin says nothing, and gets the defaults. */
function containerAttack(
  row: string,
  title: string,
  resource: Resource,
  bad: Bad,
  where?: ApiAttack['where'],
): ApiAttack {
  return attack(
    row,
    `${title}: ${nameOf(resource)}`,
    stage => {
      const { limits, requests } = bad(stage, resource);
      return [
        {
          route: 'in a Pod',
          attack: podWith(stage, {
            limits: amountOf(resource, limits),
            requests: amountOf(resource, requests),
          }),
          twin: podWith(stage, {}),
        },
      ];
    },
    { by: 'limits', where },
  );
}

const aboveMaximum: Bad = ({ size }, resource) => {
  const limits = stepsIn(resource, size.container.max[resource]) + 1n;
  return { limits, requests: limits / 2n + 1n };
};

const beyondRatio: Bad = ({ size }, resource) => {
  const requests = stepsIn(resource, size.container.defaultRequest[resource]);
  const ratio = Math.ceil(size.container.maxLimitRequestRatio?.[resource] ?? 1);
  return { limits: requests * BigInt(ratio + 1), requests };
};

const zero: Bad = () => ({ limits: 0n, requests: 0n });

/** As many containers as their default limits would be too much to ask for: they ask for less by default. */
function manyContainers({ size }: Stage): number {
  const { default: limits } = size.container;
  const fit = stepsIn('cpu', size.requests.cpu) / stepsIn('cpu', limits.cpu);
  return Number(fit) + 1;
}

/** The limit of the running container, and half of it as its request. */
function resize({ namespace }: Stage, resource: Resource, steps: bigint) {
  const path = '/spec/containers/0/resources';
  return {
    verb: 'patch',
    patch: 'json',
    resource: 'v1/pods/resize',
    namespace,
    name: attackName,
    body: [
      ['limits', steps] as const,
      ['requests', steps / 2n + 1n] as const,
    ].map(([what, amount]) => ({
      op: 'replace',
      path: `${path}/${what}/${nameOf(resource)}`,
      value: amountOf(resource, amount)[nameOf(resource)],
    })),
  } satisfies ApiRequest;
}

export const limitAttacks: readonly Attack[] = [
  withheld('Q01', 'limits made, changed and deleted', 'admin', stage => {
    const { namespace } = stage;
    const existing = { resource: limitRanges, namespace, name: 'tenantry' };
    return [
      create(limitRanges, 'LimitRange', namespace, { spec: { limits: [] } }),
      {
        verb: 'patch',
        patch: 'merge',
        ...existing,
        body: { spec: { limits: [] } },
      },
      { verb: 'delete', ...existing },
      { verb: 'deletecollection', resource: limitRanges, namespace },
    ];
  }),
  ...everyResource.flatMap(resource => [
    containerAttack(
      resource === 'ephemeralStorage' ? 'Q07' : 'Q02',
      'more than a container may have',
      resource,
      aboveMaximum,
    ),
    containerAttack(
      resource === 'ephemeralStorage' ? 'Q07' : 'Q02',
      'a limit of zero, which is none',
      resource,
      zero,
    ),
    containerAttack(
      'Q02',
      'little asked for, much taken',
      resource,
      beyondRatio,
      ({ size }) =>
        size.container.maxLimitRequestRatio?.[resource] !== undefined,
    ),
  ]),
  attack(
    'Q02',
    'many containers without a limit',
    stage => {
      const count = manyContainers(stage);
      const none = amountOf('cpu', 0n);
      return [
        {
          route: 'in a Pod',
          attack: podWith(stage, { limits: none, requests: none }, count),
          twin: podWith(stage, {}, count),
        },
      ];
    },
    { by: 'limits' },
  ),
  ...(['cpu', 'memory'] as const).map(resource =>
    attack(
      'Q02',
      `a running container made too large: ${resource}`,
      stage => {
        const { max, default: usual } = stage.size.container;
        return [
          {
            route: 'by resizing',
            attack: resize(
              stage,
              resource,
              stepsIn(resource, max[resource]) + 1n,
            ),
            twin: resize(
              stage,
              resource,
              stepsIn(resource, usual[resource]) + 1n,
            ),
            given: [
              {
                apiVersion: 'v1',
                kind: 'Pod',
                metadata: { name: attackName, namespace: stage.namespace },
                spec: harmlessPod(stage),
              },
            ],
          },
        ];
      },
      { as: 'insider', by: 'limits' },
    ),
  ),
];
