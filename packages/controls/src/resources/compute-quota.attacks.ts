import { attack, create, sampleOf, withheld } from '../attacks';
import type { ApiAttack, Attack, Stage } from '../attacks';
import { overlay } from '../attacks/overlay';
import { amountOf, nameOf, stepsIn } from './amounts';
import type { Resource } from './amounts';
import { podWith } from './podWith';

/**
 * A pod of which no container is too large, and which as a whole exceeds one total: of requests, with limits no higher, or
 * of limits, with requests as low as they may be.
 */
function tooMuch(
  stage: Stage,
  resource: Resource,
  total: 'requests' | 'limits',
) {
  const { size } = stage;
  const { max, defaultRequest, maxLimitRequestRatio } = size.container;
  const most = stepsIn(resource, size[total][resource]);
  const count = most / stepsIn(resource, max[resource]) + 1n;
  const limit = most / count + 1n;
  const ratio = maxLimitRequestRatio?.[resource];
  const lowest = ratio
    ? limit / BigInt(Math.floor(ratio)) + 1n
    : stepsIn(resource, defaultRequest[resource]);
  return {
    attack: podWith(
      stage,
      {
        limits: amountOf(resource, limit),
        requests: amountOf(resource, total === 'requests' ? limit : lowest),
      },
      Number(count),
    ),
    twin: podWith(stage, {}, Number(count)),
  };
}

function totalAttack(
  row: string,
  total: 'requests' | 'limits',
  resource: Resource,
): ApiAttack {
  return attack(
    row,
    `more ${total} of ${nameOf(resource)} in all than agreed`,
    stage => [{ route: 'in a Pod', ...tooMuch(stage, resource, total) }],
    { by: 'quota' },
  );
}

const claims = 'v1/persistentvolumeclaims';
const quotas = 'v1/resourcequotas';

export const computeAttacks: readonly Attack[] = [
  {
    proof: 'claim',
    row: 'Q10',
    title: 'amounts of its own instead of a size',
    attack: { requests: { cpu: '1000' } },
    twin: { size: 'small' },
    says: 'requests',
  },
  withheld('Q01', 'a quota made, changed and deleted', 'admin', stage => {
    const { namespace } = stage;
    const existing = { resource: quotas, namespace, name: 'tenantry' };
    return [
      create(quotas, 'ResourceQuota', namespace, { spec: { hard: {} } }),
      {
        verb: 'patch',
        patch: 'merge',
        ...existing,
        body: { spec: { hard: { 'requests.cpu': '1000' } } },
      },
      { verb: 'delete', ...existing },
      { verb: 'deletecollection', resource: quotas, namespace },
    ];
  }),
  totalAttack('Q10', 'requests', 'cpu'),
  totalAttack('Q10', 'limits', 'cpu'),
  totalAttack('Q10', 'requests', 'memory'),
  totalAttack('Q10', 'limits', 'memory'),
  totalAttack('Q07', 'requests', 'ephemeralStorage'),
  totalAttack('Q07', 'limits', 'ephemeralStorage'),
  attack(
    'Q07',
    'more storage in all than agreed',
    stage => {
      const { resource, kind, object } = sampleOf(claims);
      const request = (storage: string) =>
        create(
          resource,
          kind,
          stage.namespace,
          overlay(object(stage), {
            spec: { resources: { requests: { storage } } },
          }),
        );
      return [
        {
          route: 'in a claim',
          attack: request(`${stepsIn('memory', stage.size.storage) + 1n}`),
          twin: request('1Mi'),
        },
      ];
    },
    { by: 'quota', where: sampleOf(claims).where },
  ),
];
