import type { Fleet, Tenant } from '@tenantry/model';
import fc from 'fast-check';
import { clusterRoleName } from '../access/roleNames';
import { environmentContexts, tenantContext } from '../contexts';
import { isList, isMap } from '../merge';
import type { Json, JsonMap, KubernetesObject } from '../objects';
import { registry } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import type { RenderedObject } from '../render';
import { arbitraryTenant } from '../testing/arbitraryTenant';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { richFleet } from '../testing/richFleet';
import { toYaml } from '../yaml';
import { compareLive } from './compareLive';
import { declared } from './declared';
import { controlsAsRendered, expectedObject, isBehind } from './expected';
import { heldControls } from './held';
import { live } from './live';
import type { LiveCluster, LiveClusters, Source } from './liveCluster';
import { indexObjects, keyOf } from './placed';

type Objects = ReadonlyMap<string, KubernetesObject>;

/** What a repository and its clusters hold of one tenant, at one moment. */
interface World {
  readonly fleet: Fleet;
  readonly tenant: Tenant;
  readonly rendered: readonly RenderedObject[];
  readonly repository: Objects;
  readonly clusters: Objects;
  /** Kinds that can't be read, and clusters that aren't connected; where Argo CD runs is the empty name. */
  readonly unreadable: ReadonlySet<string>;
}

function worldOf(tenant: Tenant, fleet: Fleet): World {
  const rendered = [
    ...renderTenant(tenant, fleet).objects,
    ...fleet.clusters.flatMap(each => renderCluster(each, fleet).objects),
    ...renderPlatform(fleet).objects,
  ];
  const objects = new Map(rendered.map(item => [keyOf(item), item.object]));
  return {
    fleet,
    tenant,
    rendered,
    repository: objects,
    clusters: objects,
    unreadable: new Set(),
  };
}

/** Each kind was confirmed at a time of its own. */
function timeOf(kind: string): string {
  return `2026-11-26T12:00:${10 + (kind.length % 40)}Z`;
}

function viewOf({ fleet, clusters, unreadable }: World): LiveClusters {
  const lookAt = (name: string): LiveCluster => {
    const find: LiveCluster['find'] = object =>
      clusters.get(keyOf({ object, cluster: name }));
    return {
      source: ({ kind }): Source =>
        unreadable.has(kind)
          ? { state: 'unreadable', reason: 'somebody took the right away' }
          : { state: 'read', at: timeOf(kind) },
      find,
      revision: find,
      all: ({ kind }) =>
        [...clusters]
          .filter(([key]) => key.startsWith(`${name} `))
          .map(([, object]) => object)
          .filter(object => object.kind === kind),
    };
  };
  const names = fleet.clusters.map(({ metadata }) => metadata.name);
  return {
    clusters: new Map(
      names
        .filter(name => !unreadable.has(name))
        .map(name => [name, lookAt(name)]),
    ),
    argoCd: unreadable.has('') ? undefined : lookAt(''),
  };
}

/** Verdicts by environment and control, with and without what is known at once. */
function verdictsIn(world: World) {
  const { tenant, fleet, rendered, repository } = world;
  const environments = environmentContexts(tenant, fleet);
  const whole = tenantContext(tenant, environments, fleet);
  const judge = (quickly: boolean) =>
    environments.map(context => {
      const comparison = compareLive(viewOf(world), repository);
      const expected = rendered
        .filter(item => isBehind(item, context))
        .map(item =>
          expectedObject(
            item,
            repository.get(keyOf(item)) === item.object
              ? toYaml(item.object)
              : undefined,
          ),
        );
      const held = quickly ? heldControls(expected, comparison) : undefined;
      const declaration = {
        objects: repository,
        rendered: indexObjects(rendered),
        unexpected: [],
        asRendered: quickly ? controlsAsRendered(expected) : undefined,
      };
      return registry.map(control => ({
        control: control.id,
        declared: declared(control, context, whole, declaration),
        live: live(control, context, whole, comparison, held),
      }));
    });
  return { quick: judge(true), slow: judge(false) };
}

function statesIn(verdicts: ReturnType<typeof verdictsIn>['quick']) {
  return verdicts.flat().map(verdict => verdict.live.state);
}

/** Numbers that lead from a value to something within it, and what is done there. */
const edit = fc.record({
  steps: fc.array(fc.nat(), { maxLength: 6 }),
  how: fc.constantFrom('set', 'drop', 'add'),
  value: fc.constantFrom<Json>('other', '', 0, true, null, {}, [], ['*'], {
    any: 'thing',
  }),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(value: Json | undefined, { steps, how, value: other }: Edit) {
  return at(value, steps);

  function at(inner: Json | undefined, [step, ...rest]: number[]): Json {
    if (isMap(inner) && Object.keys(inner).length > 0 && step !== undefined) {
      const keys = Object.keys(inner);
      const key = keys[step % keys.length];
      const { [key]: child, ...others } = inner;
      return rest.length === 0 && how === 'drop'
        ? others
        : { ...inner, [key]: at(child, rest) };
    }
    if (isList(inner) && inner.length > 0 && step !== undefined) {
      const index = step % inner.length;
      return rest.length === 0 && how === 'drop'
        ? inner.filter((_, position) => position !== index)
        : inner.map((item, position) =>
            position === index ? at(item, rest) : item,
          );
    }
    if (how === 'set') return other;
    if (isMap(inner)) return { ...inner, added: other };
    return isList(inner) ? [...inner, other] : other;
  }
}

/** The identity stays: under another one it is another object. */
function changed(object: KubernetesObject, change: Edit): KubernetesObject {
  const { apiVersion, kind, metadata, ...rest } = object;
  const { name, namespace, ...marks } = metadata;
  const fields = edited({ ...rest, marks }, change);
  const { marks: newMarks, ...others } = isMap(fields) ? fields : {};
  return {
    ...others,
    apiVersion,
    kind,
    metadata: {
      ...(isMap(newMarks) ? newMarks : {}),
      name,
      ...(namespace ? { namespace } : {}),
    },
  };
}

/** Something that happens to a world. */
const event = fc.oneof(
  fc.record({
    to: fc.constantFrom('clusters' as const, 'repository' as const),
    object: fc.nat(),
    become: fc.option(edit),
  }),
  fc.record({ repaired: fc.nat() }),
  fc.record({ blind: fc.nat() }),
  fc.record({ sees: fc.constant('everything' as const) }),
  fc.record({
    bound: fc.constantFrom('admin' as const, 'viewer' as const),
    cluster: fc.nat(),
  }),
);

type Happening = typeof event extends fc.Arbitrary<infer T> ? T : never;

function after(world: World, happening: Happening): World {
  const { rendered, fleet } = world;
  if ('sees' in happening) return { ...world, unreadable: new Set() };
  if ('blind' in happening) {
    const things = [
      ...new Set(rendered.map(({ object }) => object.kind)),
      ...fleet.clusters.map(({ metadata }) => metadata.name),
      '',
    ];
    const thing = things[happening.blind % things.length];
    return { ...world, unreadable: new Set([...world.unreadable, thing]) };
  }
  if ('repaired' in happening) {
    const item = rendered[happening.repaired % rendered.length];
    const repair = (objects: Objects) =>
      new Map([...objects, [keyOf(item), item.object]]);
    return {
      ...world,
      repository: repair(world.repository),
      clusters: repair(world.clusters),
    };
  }
  if ('bound' in happening) {
    const { metadata } =
      fleet.clusters[happening.cluster % fleet.clusters.length];
    const object: KubernetesObject = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'by-hand' },
      roleRef: { kind: 'ClusterRole', name: clusterRoleName(happening.bound) },
    };
    const placed = { object, cluster: metadata.name };
    return {
      ...world,
      clusters: new Map([...world.clusters, [keyOf(placed), object]]),
    };
  }
  const { to, object: index, become } = happening;
  const objects = new Map(world[to]);
  const key = keyOf(rendered[index % rendered.length]);
  const before = objects.get(key);
  if (become === null) objects.delete(key);
  else if (before) objects.set(key, changed(before, become));
  return { ...world, [to]: objects };
}

const fleets = [
  ['the example platform', exampleFleet()],
  ['a platform that has everything', richFleet()],
] as const;

describe.each(fleets)('what holds of a tenant on %s', (_, fleet) => {
  it('is told at once of every control with objects', () => {
    const world = worldOf(paymentsTenant('sandboxed'), fleet);
    const [context] = environmentContexts(world.tenant, fleet);
    const behind = world.rendered.filter(item => isBehind(item, context));
    const held = heldControls(
      behind.map(item => expectedObject(item, toYaml(item.object))),
      compareLive(viewOf(world), world.repository),
    );
    expect(new Set(held.keys())).toEqual(
      new Set(behind.flatMap(({ controls }) => controls)),
    );
  });

  it('is what comparing each part tells, whatever happens to clusters and repository', () => {
    fc.assert(
      fc.property(
        arbitraryTenant(fleet),
        fc.array(event, { minLength: 1, maxLength: 4 }),
        (tenant, events) => {
          const worlds = [worldOf(tenant, fleet)];
          for (const happening of events)
            worlds.push(after(worlds[worlds.length - 1], happening));
          for (const { quick, slow } of worlds.map(verdictsIn))
            expect(quick).toEqual(slow);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('is judged anew where a tenant was rendered with other choices, and the cluster is as before', () => {
    const before = worldOf(paymentsTenant('hardened'), fleet);
    expect(statesIn(verdictsIn(before).quick)).not.toContain('no');
    const { clusters } = before;
    const now = worldOf(paymentsTenant('sandboxed'), fleet);
    const { quick, slow } = verdictsIn({ ...now, clusters });
    expect(quick).toEqual(slow);
    expect(statesIn(quick)).toContain('no');
  });

  it('is what comparing each part tells when any one object is missing, or has one field more', () => {
    const world = worldOf(paymentsTenant('hardened'), fleet);
    const more: (object: KubernetesObject) => JsonMap = ({ spec }) =>
      isMap(spec) ? { spec: { ...spec, added: true } } : { added: true };
    for (const item of world.rendered) {
      const without = new Map(world.clusters);
      without.delete(keyOf(item));
      const changedOne = new Map(without).set(keyOf(item), {
        ...item.object,
        ...more(item.object),
      } as KubernetesObject);
      for (const clusters of [without, changedOne]) {
        const { quick, slow } = verdictsIn({ ...world, clusters });
        expect(quick).toEqual(slow);
      }
    }
  });
});
