import { environmentContexts, tenantContext } from '../contexts';
import { controlsFor, findControl } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import { notInForce } from '../inForce';
import type { RenderedObject } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { compareLive } from './compareLive';
import { declared } from './declared';
import { live } from './live';
import type { LiveCluster, LiveClusters } from './liveCluster';
import { indexObjects, keyOf } from './placed';

const fleet = exampleFleet();
const enforced = paymentsTenant('hardened');
const tenant = {
  ...enforced,
  spec: {
    ...enforced.spec,
    environments: enforced.spec.environments.map(environment => ({
      ...environment,
      observed: { until: '2027-03-31' },
    })),
  },
};
const environments = environmentContexts(tenant, fleet);
const [context] = environments;
const whole = tenantContext(tenant, environments, fleet);
const everything: RenderedObject[] = [
  ...renderTenant(tenant, fleet).objects,
  ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
  ...renderPlatform(fleet).objects,
];
const at = '2026-11-26T12:00:00Z';

function clustersWith(objects: readonly RenderedObject[]): LiveClusters {
  const index = indexObjects(objects);
  const on = (cluster: string | undefined): LiveCluster => {
    const find: LiveCluster['find'] = object =>
      index.get(keyOf({ object, cluster }));
    return {
      source: () => ({ state: 'read', at }),
      find,
      revision: find,
      all: ({ kind }) =>
        objects
          .filter(object => object.cluster === cluster)
          .map(({ object }) => object)
          .filter(object => object.kind === kind),
    };
  };
  return {
    clusters: new Map(
      fleet.clusters.map(({ metadata: { name } }) => [name, on(name)]),
    ),
    argoCd: on(undefined),
  };
}

function verdictsOf(
  id: string,
  objects: readonly RenderedObject[] = everything,
) {
  const control = findControl(id);
  if (!control) throw new Error(`no control ${id}`);
  const index = indexObjects(objects);
  return [
    declared(control, context, whole, {
      objects: index,
      rendered: indexObjects(everything),
      unexpected: [],
    }),
    live(
      control,
      context,
      whole,
      compareLive(clustersWith(objects), indexObjects(everything)),
    ),
  ];
}

const softened = controlsFor(context).filter(
  control => notInForce(control, context) !== undefined,
);
const biting = controlsFor(context).filter(
  control => !softened.includes(control),
);

describe('in an observed environment', () => {
  it.each(softened.map(({ id }) => id))(
    'nobody reads that %s holds, though everything is as rendered',
    id => {
      for (const { state, reason } of verdictsOf(id))
        expect([state, reason]).toEqual([
          'no',
          expect.stringMatching(/^observed until 2027-03-31: /),
        ]);
    },
  );

  it.each(biting.map(({ id }) => id))('%s holds as everywhere', id => {
    expect(verdictsOf(id).map(({ state }) => state)).toEqual(['yes', 'yes']);
  });

  it('what is wrong besides is told first', () => {
    const without = everything.filter(
      ({ object }) =>
        object.metadata.name !== 'tenantry-workloads' &&
        object.metadata.name !== 'tenantry-workloads-observed',
    );
    for (const { reason } of verdictsOf('host-probes', without))
      expect(reason).toMatch(/ is missing/);
  });
});
