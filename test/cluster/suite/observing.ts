import {
  observeCluster,
  observerRole,
  proofKinds,
  proofState,
  prove,
  writeReports,
} from '@tenantry/cluster';
import type { ClusterClient, ClusterObserver } from '@tenantry/cluster';
import {
  controlsFor,
  indexObjects,
  kindsToObserve,
  labels,
  proved,
  registry,
} from '@tenantry/controls';
import type { Drift, PartialObject } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import type { ControlPlane } from '../rig/controlPlane';
import { openAccount } from './account';
import { apply, applyAll } from './apply';
import type { Arena } from './arena';
import { byHand, manager } from './byHand';
import type { Deed } from './byHand';
import { argoObjects, clusterObjects } from './objects';
import { problemOf } from './problemOf';
import type { Check } from './proving';
import { quotasAreUnknown, useIsTold } from './quotaUse';
import { controlsBehind, notHolding, scenesOf } from './scenes';
import type { Scene } from './scenes';
import { unownedAreTold } from './unownedNamespaces';
import { until } from './untilTold';

/**
 * Looks at the cluster as somebody with the emitted role and no other right: everything holds; each object that is changed,
 * relabelled or deleted by hand is told by name, with whoever did it, and holds again once it was repaired; where
 * the right to read one kind is missing, what depends on it is unknown, and nothing else.
 */
export async function checkObserving(
  plane: ControlPlane,
  { client, stages }: Arena,
  fleet: Fleet,
  cluster: string,
): Promise<Check[]> {
  const onCluster = clusterObjects(fleet, cluster, registry);
  const whereArgoRuns = argoObjects(fleet);
  await applyAll(client, whereArgoRuns);
  const objects = [...onCluster, ...whereArgoRuns];
  const index = indexObjects([
    ...onCluster.map(object => ({ object, cluster })),
    ...whereArgoRuns.map(object => ({ object })),
  ]);
  const kinds = [...kindsToObserve(objects), ...proofKinds];

  async function look<T>(
    name: string,
    allowed: typeof kinds,
    then: (scenes: readonly Scene[], observer: ClusterObserver) => Promise<T>,
  ): Promise<T> {
    const observer = observeCluster({
      client: await openAccount(plane, client, {
        name,
        role: { ...observerRole(allowed), metadata: { name } },
      }),
    });
    try {
      observer.follow(kinds);
      await until(`${name} has looked at everything`, () =>
        kinds.every(kind => hasLooked(observer, kind)),
      );
      return await then(
        scenesOf(fleet, { cluster, observer, declared: index }),
        observer,
      );
    } finally {
      await observer.stop();
    }
  }

  return [
    ...(await look('observer', kinds, async (scenes, observer) => [
      everythingHolds(scenes),
      ...(await everythingIsTold(client, objects, scenes)),
      ...(await proofsAreRead(client, objects, stages, observer)),
      await useIsTold(client, stages[0], observer),
      ...(await unownedAreTold(client, fleet, cluster, observer)),
    ])),
    ...(await look(
      'half-blind',
      kinds.filter(({ kind }) => kind !== 'ResourceQuota'),
      async (scenes, observer) => [
        onlyQuotasAreUnknown(scenes),
        quotasAreUnknown(stages[0], observer),
      ],
    )),
  ];
}

function hasLooked(
  observer: ClusterObserver,
  kind: Parameters<ClusterObserver['source']>[0],
): boolean {
  const source = observer.source(kind);
  return source.state === 'read' || source.reason !== 'not read yet';
}

function everythingHolds(scenes: readonly Scene[]): Check {
  const count = scenes.flatMap(({ context }) =>
    controlsFor(context, registry),
  ).length;
  return {
    name: `${count} controls hold on the cluster they were applied to`,
    ...problemOf(notHolding(scenes)),
  };
}

function onlyQuotasAreUnknown(scenes: readonly Scene[]): Check {
  const wrong = scenes.flatMap(({ context, judge }) =>
    controlsFor(context, registry).flatMap(control => {
      const { state, reason } = judge(control);
      const dependsOnQuotas = (control.environment?.(context) ?? []).some(
        ({ kind }) => kind === 'ResourceQuota',
      );
      const expected = dependsOnQuotas
        ? state === 'unknown' && reason.includes("don't allow it")
        : state !== 'no' && !reason.includes('ResourceQuota');
      return expected ? [] : [`${control.id}: ${state}, ${reason}`];
    }),
  );
  return {
    name: 'without the right to read quotas, what they hold is unknown and nothing else',
    ...problemOf(wrong),
  };
}

/** Everything of the first environment, and what it shares with others. */
async function everythingIsTold(
  client: ClusterClient,
  objects: readonly PartialObject[],
  scenes: readonly Scene[],
): Promise<Check[]> {
  const [scene] = scenes;
  const tenant = scene.context.tenant.metadata.name;
  const concerned = objects.filter(
    ({ metadata }) =>
      controlsBehind(metadata, scene).length > 0 &&
      (metadata.namespace === scene.context.namespace ||
        metadata.name === scene.context.namespace ||
        [undefined, tenant].includes(metadata.labels?.[labels.tenant])),
  );
  const checks: Check[] = [];
  for (const object of concerned)
    for (const deed of byHand(object))
      checks.push(await isTold(client, object, deed, scene));
  return checks;
}

async function isTold(
  client: ClusterClient,
  object: PartialObject,
  deed: Deed,
  scene: Scene,
): Promise<Check> {
  const what = `${object.kind} ${object.metadata.name}, ${deed.name}`;
  const controls = controlsBehind(object.metadata, scene);
  const drift = () =>
    controls.flatMap(control => scene.judge(control).drift ?? []);
  try {
    await deed.do(client);
    const started = performance.now();
    await until('told', () =>
      drift().some(entry => names(entry, object, deed)),
    );
    const told = performance.now() - started;
    await apply(client, object);
    await deed.undo?.(client);
    await until('told to hold again', () => drift().length === 0);
    return { name: `${what}: told after ${Math.round(told)} ms` };
  } catch (error) {
    return {
      name: what,
      problem: `${error}; told: ${JSON.stringify(drift())}`,
    };
  }
}

/** The object, and who did it, where the object is still there to say so. */
function names(
  { object, field, by }: Drift,
  { kind, metadata }: PartialObject,
  { leaves }: Deed,
): boolean {
  const named = [metadata.namespace, metadata.name].filter(Boolean).join('/');
  if (object !== `${kind} ${named}`) return false;
  // Of what everybody's objects are looked at, one without our label is seen, and nobody owns what isn't there any more.
  return leaves === 'nothing'
    ? field === undefined || field.includes(labels.managedBy)
    : field !== undefined && by?.manager === manager;
}

/** A proof counts under the rules it was made under, and under no others. */
async function proofsAreRead(
  client: ClusterClient,
  objects: readonly PartialObject[],
  stages: Arena['stages'],
  observer: ClusterObserver,
): Promise<Check[]> {
  const [stage] = stages;
  const policy = objects.find(({ kind }) => /^Validating.*Policy$/.test(kind));
  const [change] = policy ? byHand(policy) : [];
  if (!policy || !change) throw new Error('no policy to change');
  const verdicts = () =>
    controlsFor(stage, registry).map(control => ({
      id: control.id,
      ...proved(control, 'the cluster', proofState(observer, stage.namespace), {
        now: new Date(),
        validDays: 1,
      }),
    }));
  const count = (state: string) =>
    verdicts().filter(verdict => verdict.state === state).length;
  const before = count('yes') + count('no');
  await writeReports(client, await prove(client, stage));
  const name = (what: string) => `a proof of ${stage.namespace} ${what}`;
  try {
    await until('read', () => count('yes') >= 20);
    const wrong = verdicts().filter(({ state }) => state === 'no');
    await change.do(client);
    await until('void', () => count('yes') === 0);
    const stale = verdicts().filter(
      ({ reason }) => reason === 'the rules have changed since the last proof',
    );
    await apply(client, policy);
    await change.undo?.(client);
    await until('good again', () => count('yes') >= 20);
    return [
      {
        name: name(`is read, where there was none: ${count('yes')} proved`),
        ...problemOf([
          ...(before > 0 ? [`${before} were known before`] : []),
          ...wrong.map(({ id, reason }) => `${id}: ${reason}`),
        ]),
      },
      {
        name: name('is void under other rules, and good again under its own'),
        ...problemOf(stale.length > 0 ? [] : ['nothing says so']),
      },
    ];
  } catch (error) {
    return [{ name: name('is read'), problem: String(error) }];
  }
}
