import { attack, attackName, harmlessPod, podAttack } from '../attacks';
import type { ApiRequest, Attack, Stage } from '../attacks';
import type { EnvironmentContext } from '../control';
import type { JsonMap } from '../objects';
import { chosenRuntime, runtimesOf } from '../runtime/runtimes';

const ordinary = {
  key: 'node.kubernetes.io/not-ready',
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 30,
};

function tolerates(...tolerations: JsonMap[]) {
  return { spec: { tolerations } };
}

function tolerationAttack(title: string, toleration: JsonMap) {
  return podAttack('S01', title, {
    attack: tolerates(toleration),
    twin: tolerates(ordinary),
  });
}

/** A taint of sandbox nodes that isn't of the namespace's own runtime. */
function foreignTaint({ profile, cluster }: EnvironmentContext) {
  const own = chosenRuntime({ profile, cluster })?.runtime;
  return runtimesOf(cluster)
    .filter(runtime => runtime !== own)
    .flatMap(runtime => cluster.spec.runtimes[runtime]?.tolerations ?? [])[0];
}

function ownTaint(context: EnvironmentContext) {
  return chosenRuntime(context)?.facts.tolerations?.[0];
}

/** A device that the environment may use. */
function ownDevice({ cluster, size }: EnvironmentContext): string | undefined {
  return cluster.spec.devices.extendedResources.find(
    name => (size.devices[name] ?? 0) > 0,
  );
}

function pod(stage: Stage) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: attackName, namespace: stage.namespace },
    spec: harmlessPod(stage),
  };
}

/** What the scheduler makes, once it has chosen. */
function bound({ namespace }: Stage) {
  return {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: attackName, namespace },
    target: { apiVersion: 'v1', kind: 'Node', name: 'control-plane-1' },
  };
}

function binding(
  stage: Stage,
  resource: 'v1/bindings' | 'v1/pods/binding',
): ApiRequest {
  return {
    verb: 'create',
    resource,
    namespace: stage.namespace,
    ...(resource === 'v1/pods/binding' ? { name: attackName } : {}),
    body: bound(stage),
  };
}

export const schedulingAttacks: readonly Attack[] = [
  tolerationAttack('a toleration of the control plane', {
    key: 'node-role.kubernetes.io/control-plane',
    operator: 'Exists',
  }),
  tolerationAttack('a toleration without a key, which is one of everything', {
    operator: 'Exists',
  }),
  tolerationAttack('a toleration of cordoned nodes', {
    key: 'node.kubernetes.io/unschedulable',
    operator: 'Exists',
    effect: 'NoSchedule',
  }),
  podAttack('S01', 'a toleration of the nodes of another runtime', {
    attack: context => tolerates({ ...foreignTaint(context) }),
    where: context => foreignTaint(context) !== undefined,
  }),
  ...[
    { operator: 'Exists', value: undefined },
    { value: 'any' },
    { effect: undefined },
  ].map(change =>
    podAttack(
      'S01',
      `more than the own runtime's nodes: another ${Object.keys(change)[0]}`,
      {
        attack: context => tolerates({ ...ownTaint(context), ...change }),
        twin: context => tolerates({ ...ownTaint(context) }),
        where: context => ownTaint(context)?.operator === 'Equal',
      },
    ),
  ),
  podAttack('S01', 'a toleration of nodes with devices, without using one', {
    attack: context =>
      tolerates({ key: ownDevice(context), operator: 'Exists' }),
    twin: context => ({
      ...tolerates({ key: ownDevice(context), operator: 'Exists' }),
      container: { resources: { limits: { [String(ownDevice(context))]: 1 } } },
    }),
    where: context => ownDevice(context) !== undefined,
  }),
  attack('S01', 'a toleration added to a running pod', stage => {
    const request = (toleration: JsonMap): ApiRequest => ({
      verb: 'patch',
      patch: 'json',
      resource: 'v1/pods',
      namespace: stage.namespace,
      name: attackName,
      body: [{ op: 'add', path: '/spec/tolerations/-', value: toleration }],
    });
    return [
      {
        route: 'by JSON patch',
        attack: request({ operator: 'Exists' }),
        twin: request({
          key: 'node.kubernetes.io/memory-pressure',
          operator: 'Exists',
        }),
        given: [pod(stage), bound(stage)],
      },
    ];
  }),
  podAttack('S01', 'a pod that names its node', {
    attack: { spec: { nodeName: 'control-plane-1' } },
  }),
  ...(['admin', 'developer', 'deployer'] as const).map(as =>
    attack(
      'S01',
      `a pod that the ${as} binds to a node`,
      stage =>
        (['v1/pods/binding', 'v1/bindings'] as const).map(resource => ({
          route: `create ${resource}`,
          attack: binding(stage, resource),
          twin: binding(stage, resource),
          twinAs: 'platform',
          given: [pod(stage)],
        })),
      { as, by: 'rbac' },
    ),
  ),
  podAttack('S05', 'another scheduler', {
    attack: { spec: { schedulerName: 'mine' } },
    twin: { spec: { schedulerName: 'default-scheduler' } },
  }),
  podAttack('S05', 'a gate that nobody opens', {
    attack: { spec: { schedulingGates: [{ name: 'example.com/never' }] } },
  }),
];
