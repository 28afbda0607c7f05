import type { Runtime } from '@tenantry/model';
import { podAttack } from '../attacks';
import type { PodChange, Stage } from '../attacks';
import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import { labels } from '../names';
import {
  chosenRuntime,
  runtimeClassName,
  runtimesOf,
  runtimeTitles,
  titlesOf,
} from './runtimes';

/** What the environment has, said outright. */
function assigned(stage: Stage): PodChange {
  const chosen = chosenRuntime(stage);
  return chosen
    ? { spec: { runtimeClassName: runtimeClassName(chosen.runtime) } }
    : {};
}

/** A sandbox of the cluster that isn't the environment's. */
function other(stage: Pick<Stage, 'profile' | 'cluster'>): Runtime | undefined {
  const chosen = chosenRuntime(stage)?.runtime;
  return runtimesOf(stage.cluster).find(runtime => runtime !== chosen);
}

const inOther = (stage: Stage): PodChange => ({
  spec: { runtimeClassName: runtimeClassName(other(stage) ?? 'kata') },
});

/**
 * Every pod runs in the runtime of its profile.
 *
 * Fields: spec.runtimeClassName. A pod that names none gets the Namespace's; any other is refused. With the host's
 * runtime the field stays empty, so nobody picks a handler that the platform didn't offer.
 * Contributes: Namespace label tenantry.dev/runtime-class. Dimension: runtime. Facts: cluster.spec.runtimes.
 */
export const runtimeAssignment = defineControl({
  id: 'runtime-assignment',
  title: 'Every pod runs in the runtime of its profile',
  component: 'runtime',
  why: 'A sandbox that a pod may leave out protects nobody from that pod. It is set where it is missing and refused where it differs.',
  references: ['https://kubernetes.io/docs/concepts/containers/runtime-class/'],
  stops: [
    { id: 'P22', attempt: 'leave the sandbox out, or choose another runtime' },
  ],
  attacks: [
    podAttack('P22', 'a sandbox that the platform gives to others', {
      attack: inOther,
      twin: assigned,
      where: stage => other(stage) !== undefined,
    }),
    podAttack('P22', 'leaving the sandbox out', {
      attack: inOther,
      in: ['pod'],
      where: stage => other(stage) !== undefined,
    }),
    // In a Pod the API server itself refuses a class that doesn't exist.
    podAttack('P22', "the node's own runtime by a class of another name", {
      attack: { spec: { runtimeClassName: 'runc' } },
      twin: assigned,
      in: ['template', 'update'],
    }),
  ],
  unsatisfiable: ({ profile, cluster }) => {
    if (profile.runtime === 'host' || chosenRuntime({ profile, cluster }))
      return [];
    const wanted = titlesOf(profile.runtime);
    const has = titlesOf(runtimesOf(cluster)) || 'none';
    return [
      {
        path: ['profile'],
        reason: `profile ${profile.name} needs a sandbox (${wanted}), and cluster ${cluster.metadata.name} has ${has}`,
      },
    ];
  },
  environment: context => {
    const chosen = chosenRuntime(context);
    return chosen
      ? [
          namespaceMetadata(context, {
            labels: { [labels.runtimeClass]: runtimeClassName(chosen.runtime) },
          }),
        ]
      : [];
  },
  mutations: [
    {
      on: 'workloads',
      patch: [
        "variables.runtimeClass == '' || object.spec.?runtimeClassName.orValue('') != '' ? []",
        ": [JSONPatch{op: 'add', path: '/spec/runtimeClassName', value: variables.runtimeClass}]",
      ].join(' '),
    },
  ],
  rules: [
    {
      on: 'workloads',
      // A template may leave it to the mutation of its pods.
      require:
        "(!variables.isComplete && variables.spec.?runtimeClassName.orValue('') == '') || variables.spec.?runtimeClassName.orValue('') == variables.runtimeClass",
      message:
        'runtimeClassName must be the one in the namespace label tenantry.dev/runtime-class',
    },
  ],
  summary: context => {
    const chosen = chosenRuntime(context);
    return chosen
      ? `sandboxed by ${runtimeTitles[chosen.runtime]}`
      : "the node's own runtime";
  },
  compare: (before, after) => {
    const [from, to] = [
      chosenRuntime(before)?.runtime,
      chosenRuntime(after)?.runtime,
    ];
    if (from === to) return 'unchanged';
    if (from && to) return 'changed';
    return to ? 'tightened' : 'loosened';
  },
});
