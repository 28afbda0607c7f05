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

describe('in an environment with an exception', () => {
  const excepted = {
    ...fleet,
    exceptions: new Map([
      [
        'payments',
        [
          {
            control: 'image-registries',
            environment: 'prod',
            reason: 'The vendor has a registry of its own.',
            ticket: 'SEC-1234',
            approver: 'group:default/security',
            expires: '2027-01-31',
          },
        ],
      ],
    ]),
  };
  const contexts = environmentContexts(enforced, excepted);
  const [prod] = contexts;
  const rendered: RenderedObject[] = [
    ...renderTenant(enforced, excepted).objects,
    ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
    ...renderPlatform(fleet).objects,
  ];
  const states = (objects: readonly RenderedObject[]) =>
    controlsFor(prod).flatMap(control => {
      const { state, reason } = live(
        control,
        prod,
        tenantContext(enforced, contexts, excepted),
        compareLive(clustersWith(objects), indexObjects(rendered)),
      );
      return state === 'yes' ? [] : [`${control.id}: ${state}, ${reason}`];
    });

  it('all that does not hold is what is excepted, with everything that a reader needs to know', () => {
    expect(states(rendered)).toEqual([
      expect.stringMatching(
        /^image-registries: no, excepted until 2027-01-31 \(SEC-1234, approved by group:default\/security\): images of every registry run/,
      ),
    ]);
  });

  it('an exception that somebody wrote on the cluster alone is told', () => {
    const byHand = rendered.map(item =>
      item.object.kind === 'Namespace'
        ? {
            ...item,
            object: {
              ...item.object,
              metadata: {
                ...item.object.metadata,
                annotations: {
                  ...item.object.metadata.annotations,
                  'tenantry.dev/exceptions': 'image-registries,termination',
                },
              },
            },
          }
        : item,
    );
    expect(states(byHand)).toContainEqual(
      expect.stringMatching(/^tenant-namespace: no, .*exceptions/),
    );
  });
});
