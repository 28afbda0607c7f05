import { attack, attackName, harmlessPod, samples } from '../attacks';
import type { ApiAttack, Attempt, Sample, Stage } from '../attacks';
import { whole } from '../attacks/requests';
import type { EnvironmentContext } from '../control';

type Hard = (context: EnvironmentContext) => Readonly<Record<string, string>>;

const labels = { app: attackName };

/** What controllers make of a tenant's objects. */
const made: readonly Sample[] = [
  {
    resource: 'apps/v1/replicasets',
    kind: 'ReplicaSet',
    object: stage => ({
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: harmlessPod(stage) },
      },
    }),
  },
  {
    resource: 'apps/v1/controllerrevisions',
    kind: 'ControllerRevision',
    object: () => ({ revision: 1, data: {} }),
  },
];

/** A count that is taken anew while objects are made may miss the newest. */
const spare = 3;

/** One more of each kind than the quota allows. */
export function countAttacks(hard: Hard): ApiAttack[] {
  return [
    ...samples.map(sample => countAttack(hard, sample, 'admin')),
    ...made.map(sample => countAttack(hard, sample, 'insider')),
  ];
}

function countAttack(
  hard: Hard,
  sample: Sample,
  as: 'admin' | 'insider',
): ApiAttack {
  const [plural, group] = pluralAndGroup(sample.resource);
  const key = `count/${group ? `${plural}.${group}` : plural}`;
  return attack(
    rowOf(plural, group),
    `one more of the ${plural} than the quota allows`,
    stage => [attempt(stage, sample, Number(hard(stage)[key]))],
    {
      as,
      by: 'quota',
      where: context =>
        key in hard(context) && (sample.where?.(context) ?? true),
    },
  );
}

function attempt(
  stage: Stage,
  { resource, kind, object }: Sample,
  most: number,
): Attempt {
  const { namespace } = stage;
  const named = (name: string) =>
    whole(resource, kind, namespace, { ...object(stage), metadata: { name } });
  const one = {
    verb: 'create',
    resource,
    namespace,
    body: named(attackName),
  } as const;
  return {
    route: 'create',
    attack: one,
    twin: one,
    fills: Array.from({ length: most + spare }, (_, index) =>
      named(`${attackName}-${index}`),
    ),
  };
}

/** `apps/v1/deployments` → `deployments`, `apps`; `v1/pods` → `pods`. */
function pluralAndGroup(resource: string): [string, string] {
  const parts = resource.split('/');
  return parts.length > 2 ? [parts[2], parts[0]] : [parts[1], ''];
}

function rowOf(plural: string, group: string): string {
  if (plural === 'pods' || plural === 'jobs') return 'Q05';
  return group.startsWith('gateway.') ? 'Q06' : 'Q03';
}
