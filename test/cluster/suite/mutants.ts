import type {
  Control,
  PartialObject,
  Rule,
  Stage,
  Target,
  Withheld,
} from '@tenantry/controls';
import { castOf } from '@tenantry/cluster';
import { placementContexts } from '@tenantry/controls';
import { partsOf } from './parts';
import type { Part } from './parts';

/** One mistake: the registry without one part of one control, or with one right that it withholds. */
export interface Mutant {
  readonly control: string;
  /** `rule 1 on workloads`, `Namespace labels …`, `grants create serviceaccounts/token to developer`. */
  readonly part: string;
  readonly kind: 'rule' | 'mutation' | 'contribution' | 'right';
  /** What the control becomes. */
  readonly mutate: (control: Control) => Control;
  /** Objects that are applied besides: the right that is given away. */
  readonly extra: readonly PartialObject[];
}

const unchanged = (control: Control) => control;

/** Every way to leave out one thing of a control that an API server can show. */
export function mutantsOf(
  control: Control,
  stages: readonly Stage[],
): Mutant[] {
  const assumed = control.assumed?.map(({ part }) => part) ?? [];
  const { id, rules = [], mutations = [], withholds = [] } = control;
  const none: readonly PartialObject[] = [];
  return [
    ...rules.flatMap((rule, index) =>
      [rule.on].flat().map(target => ({
        control: id,
        kind: 'rule' as const,
        part: `rule ${index + 1} on ${target}`,
        mutate: (mutated: Control) => ({
          ...mutated,
          rules: rules.map(other =>
            other === rule ? { ...rule, on: others(rule, target) } : other,
          ),
        }),
        extra: none,
      })),
    ),
    ...mutations.map((mutation, index) => ({
      control: id,
      kind: 'mutation' as const,
      part: `mutation ${index + 1}`,
      mutate: (mutated: Control) => ({
        ...mutated,
        mutations: mutations.filter(other => other !== mutation),
      }),
      extra: none,
    })),
    ...[...contributedParts(control, stages)].map(part => ({
      control: id,
      kind: 'contribution' as const,
      part,
      mutate: (mutated: Control) => withoutPart(mutated, part),
      extra: none,
    })),
    ...withholds.map(right => ({
      control: id,
      kind: 'right' as const,
      part: `grants ${right.verbs.join(', ')} ${right.resources.join(
        ', ',
      )} to ${right.role}`,
      mutate: unchanged,
      extra: concession(right, stages),
    })),
  ].filter(({ part }) => !assumed.some(name => isNamed(part, name)));
}

/** `…` stands for a name that differs between tenants, or between clusters. */
function isNamed(part: string, name: string): boolean {
  const [start, end] = name.split('…');
  return end === undefined
    ? part === name
    : part.startsWith(start) && part.endsWith(end);
}

function others({ on }: Rule, target: Target): Target[] {
  return [on].flat().filter(other => other !== target);
}

function contributedParts(
  control: Control,
  stages: readonly Stage[],
): Set<string> {
  const names = new Set<string>();
  for (const stage of stages) {
    if (control.unavailable?.(stage)) continue;
    const objects = [
      ...(control.appliesTo?.(stage) ?? true
        ? control.environment?.(stage) ?? []
        : []),
      ...placementContexts([stage]).flatMap(
        placement => control.placement?.(placement) ?? [],
      ),
      ...(control.cluster?.(stage) ?? []),
    ];
    for (const object of objects)
      for (const { name } of partsOf(object, wordsOf(stage))) names.add(name);
  }
  return names;
}

function wordsOf({
  namespace,
  tenant,
}: Pick<Stage, 'namespace' | 'tenant'>): string[] {
  return [namespace, tenant.metadata.name];
}

/** The control with one part gone from whatever it contributes on a cluster. */
function withoutPart(control: Control, part: string): Control {
  const filter =
    (words: readonly string[]) =>
    (object: PartialObject): PartialObject[] => {
      const found: Part | undefined = partsOf(object, words).find(
        ({ name }) => name === part,
      );
      if (!found) return [object];
      return found.without ? [found.without] : [];
    };
  const { environment, placement, cluster } = control;
  return {
    ...control,
    ...(environment
      ? {
          environment: context =>
            environment(context).flatMap(filter(wordsOf(context))),
        }
      : {}),
    ...(placement
      ? {
          placement: context =>
            placement(context).flatMap(filter([context.tenant.metadata.name])),
        }
      : {}),
    ...(cluster
      ? { cluster: context => cluster(context).flatMap(filter([])) }
      : {}),
  };
}

const apiGroup = 'rbac.authorization.k8s.io';

/** The right, given to those who must not have it. */
function concession(
  { role, apiGroups, resources, verbs, clusterWide }: Withheld,
  stages: readonly Stage[],
): PartialObject[] {
  const name = 'tenantry-concession';
  const roleRef = { apiGroup, kind: 'ClusterRole', name };
  const clusterRole = {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRole',
    metadata: { name },
    rules: [{ apiGroups, resources, verbs }],
  };
  const subjectsOf = (stage: Stage) => {
    const identity = castOf(stage)[role];
    return identity ? [{ apiGroup, kind: 'User', name: identity.user }] : [];
  };
  return [
    clusterRole,
    ...(clusterWide
      ? [
          {
            apiVersion: `${apiGroup}/v1`,
            kind: 'ClusterRoleBinding',
            metadata: { name },
            roleRef,
            subjects: stages.flatMap(subjectsOf),
          },
        ]
      : stages.map(stage => ({
          apiVersion: `${apiGroup}/v1`,
          kind: 'RoleBinding',
          metadata: { name, namespace: stage.namespace },
          roleRef,
          subjects: subjectsOf(stage),
        }))),
  ];
}
