import { attack, attackName, create, podAttack, withheld } from '../attacks';
import type { ApiRequest, Attack, Stage } from '../attacks';
import type { JsonMap, PartialObject } from '../objects';
import { podWith } from './podWith';
import { claimsOf, devicesOf, deviceNames } from './devices';

const api = 'resource.k8s.io/v1';

function asksFor(limits: JsonMap) {
  return { container: { resources: { limits } } };
}

function podAsksFor(limits: JsonMap) {
  return { spec: { resources: { limits } } };
}

function claim(stage: Stage, spec: JsonMap = {}): ApiRequest {
  return create(`${api}/resourceclaims`, 'ResourceClaim', stage.namespace, {
    spec,
  });
}

function exactly(deviceClassName: string, count: number): JsonMap {
  return {
    devices: {
      requests: [{ name: 'mine', exactly: { deviceClassName, count } }],
    },
  };
}

function claimNumber(index: number, { namespace }: Stage): PartialObject {
  return {
    apiVersion: api,
    kind: 'ResourceClaim',
    metadata: { name: `${attackName}-${index}`, namespace },
    spec: {},
  };
}

export const deviceAttacks: readonly Attack[] = [
  ...(['admin', 'developer', 'deployer'] as const).map(as =>
    withheld('Q08', `claims of devices, made by the ${as}`, as, stage => [
      claim(stage),
      create(
        `${api}/resourceclaimtemplates`,
        'ResourceClaimTemplate',
        stage.namespace,
        { spec: { spec: {} } },
      ),
    ]),
  ),
  attack(
    'Q08',
    'one device more than agreed, asked for by its name',
    stage =>
      deviceNames(stage).map(([name, device]) => {
        const most = devicesOf(stage, device);
        return {
          route: name,
          attack: podWith(stage, { limits: { [name]: most + 1 } }),
          twin: podWith(stage, most > 0 ? { limits: { [name]: most } } : {}),
        };
      }),
    { by: 'quota' },
  ),
  attack(
    'Q08',
    'one device more than agreed, claimed by its class',
    stage =>
      stage.cluster.spec.devices.deviceClasses.map(name => {
        const most = devicesOf(stage, name);
        return {
          route: name,
          attack: claim(stage, exactly(name, most + 1)),
          twin: claim(stage, most > 0 ? exactly(name, most) : {}),
        };
      }),
    { as: 'insider', by: 'quota' },
  ),
  attack(
    'Q08',
    'one claim more than pods',
    stage => [
      {
        route: 'create',
        attack: claim(stage),
        twin: claim(stage),
        fills: Array.from({ length: claimsOf(stage) }, (_, index) =>
          claimNumber(index, stage),
        ),
      },
    ],
    { as: 'insider', by: 'quota' },
  ),
  podAttack('Q08', 'a device that the platform does not know', {
    attack: asksFor({ 'example.com/unheard-of': '1' }),
  }),
  podAttack('Q08', 'one that is only asked for, without a limit', {
    attack: {
      container: {
        resources: { requests: { 'kubernetes.io/batch-cpu': '1' } },
      },
    },
  }),
  podAttack('Q08', 'huge pages', {
    attack: asksFor({ memory: '128Mi', 'hugepages-2Mi': '2Mi' }),
    twin: asksFor({ memory: '128Mi' }),
  }),
  podAttack('Q08', 'huge pages for the whole pod', {
    attack: podAsksFor({ memory: '512Mi', 'hugepages-2Mi': '2Mi' }),
    twin: podAsksFor({ memory: '512Mi' }),
    in: ['pod', 'template'],
  }),
];
