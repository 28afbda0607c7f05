import { clusterRoleName } from '../access/roleNames';
import { environmentContexts, tenantContext } from '../contexts';
import { annotations } from '../names';
import type { JsonMap, KubernetesObject } from '../objects';
import { controlsFor, findControl, registry } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import type { RenderedObject } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { compareLive } from './compareLive';
import { kindsToObserve } from './kindsToObserve';
import { live } from './live';
import type {
  KindOfObject,
  LiveCluster,
  LiveClusters,
  Source,
} from './liveCluster';
import { indexObjects, keyOf } from './placed';

const fleet = exampleFleet();
const tenant = paymentsTenant('sandboxed');
const environments = environmentContexts(tenant, fleet);
const [context] = environments;
const cluster = context.cluster.metadata.name;
const rendered: readonly RenderedObject[] = [
  ...renderTenant(tenant, fleet).objects,
  ...fleet.clusters.flatMap(each => renderCluster(each, fleet).objects),
  ...renderPlatform(fleet).objects,
];
const read: Source = { state: 'read', at: '2026-11-26T12:00:00Z' };

function clusterOf(
  objects: readonly RenderedObject[],
  where: string | undefined,
  source: (kind: string) => Source,
): LiveCluster {
  const own = objects
    .filter(object => object.cluster === where)
    .map(({ object }) => object);
  const index = new Map(own.map(object => [keyOf({ object }), object]));
  return {
    source: ({ kind }) => source(kind),
    find: object => index.get(keyOf({ object })),
    revision: object => index.get(keyOf({ object })),
    all: ({ kind }) => own.filter(object => object.kind === kind),
  };
}

function everywhere(
  objects: readonly RenderedObject[] = rendered,
  source: (kind: string) => Source = () => read,
): LiveClusters {
  return {
    clusters: new Map(
      fleet.clusters.map(({ metadata: { name } }) => [
        name,
        clusterOf(objects, name, source),
      ]),
    ),
    argoCd: clusterOf(objects, undefined, source),
  };
}

function verdictOf(id: string, clusters: LiveClusters) {
  const control = findControl(id);
  if (!control) throw new Error(`no control ${id}`);
  return live(
    control,
    context,
    tenantContext(tenant, environments, fleet),
    compareLive(clusters, indexObjects(rendered)),
  );
}

/** The same objects, those of a kind and name changed. */
function changed(
  kind: string,
  name: string,
  change: (object: KubernetesObject) => JsonMap,
): RenderedObject[] {
  const found = rendered.filter(
    ({ object }) => object.kind === kind && object.metadata.name === name,
  );
  if (found.length === 0) throw new Error(`no object ${name}`);
  return rendered.map(item =>
    found.includes(item)
      ? {
          ...item,
          object: {
            ...item.object,
            ...change(item.object),
          } as KubernetesObject,
        }
      : item,
  );
}

const ids = controlsFor(context).map(({ id }) => id);

describe('live', () => {
  it.each(ids)('finds %s where everything is applied', id => {
    expect(verdictOf(id, everywhere())).toEqual({
      state: 'yes',
      reason: 'the cluster holds it',
      at: '2026-11-26T12:00:00Z',
    });
  });

  it.each(ids)('misses %s on an empty cluster', id => {
    expect(verdictOf(id, everywhere([]))).toMatchObject({
      state: 'no',
      reason: expect.stringContaining('missing'),
    });
  });

  it.each(ids)('says unknown of %s where nothing can be read', id => {
    const verdict = verdictOf(
      id,
      everywhere(rendered, () => ({
        state: 'unreadable',
        reason: 'no answer',
        lastRead: '2026-11-26T11:00:00Z',
      })),
    );
    expect(verdict).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/ objects of .* can't be read: no answer$/),
      at: '2026-11-26T11:00:00Z',
    });
  });

  it.each(ids)('says unknown of %s where no cluster is connected', id => {
    expect(verdictOf(id, { clusters: new Map() })).toEqual({
      state: 'unknown',
      reason: 'no cluster connected',
    });
  });

  it('names a cluster that is not connected, and the one of Argo CD', () => {
    const others = new Map([['elsewhere', everywhere().argoCd as LiveCluster]]);
    expect(verdictOf('default-deny', { clusters: others })).toEqual({
      state: 'unknown',
      reason: `${cluster} is not connected`,
    });
    expect(
      verdictOf('app-project', { clusters: everywhere().clusters }),
    ).toEqual({
      state: 'unknown',
      reason: 'the cluster that Argo CD runs on is not connected',
    });
  });

  it('makes only what depends on a kind unknown', () => {
    const blind = everywhere(rendered, kind =>
      kind === 'NetworkPolicy'
        ? { state: 'unreadable', reason: 'forbidden' }
        : read,
    );
    expect(verdictOf('default-deny', blind).state).toBe('unknown');
    expect(verdictOf('compute-quota', blind).state).toBe('yes');
  });

  it('tells the field, both values and who changed it', () => {
    const objects = changed('NetworkPolicy', 'default-deny', object => ({
      metadata: {
        ...object.metadata,
        managedFields: [
          {
            manager: 'argocd-controller',
            operation: 'Apply',
            time: '2026-11-26T09:00:00Z',
            fieldsV1: {
              'f:metadata': {
                'f:annotations': { [`f:${annotations.controls}`]: {} },
              },
            },
          },
          {
            manager: 'kubectl-edit',
            operation: 'Update',
            time: '2026-11-26T10:00:00Z',
            fieldsV1: { 'f:spec': { 'f:policyTypes': {} } },
          },
        ],
      },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    }));
    const verdict = verdictOf('default-deny', everywhere(objects));
    expect(verdict).toMatchObject({
      state: 'no',
      reason: `NetworkPolicy ${context.namespace}/default-deny: spec.policyTypes lacks "Egress", last written by kubectl-edit`,
      drift: [
        {
          object: `NetworkPolicy ${context.namespace}/default-deny`,
          field: 'spec.policyTypes',
          declared: ['Egress'],
          live: [],
          by: { manager: 'kubectl-edit', at: '2026-11-26T10:00:00Z' },
        },
      ],
    });
  });

  it('leaves controls alone whose share of the object is as declared', () => {
    const quota = rendered.find(
      ({ object, cluster: where }) =>
        object.kind === 'ResourceQuota' &&
        object.metadata.namespace === context.namespace &&
        where === cluster,
    )?.object;
    const spec = quota?.spec as { hard: Record<string, string> };
    const objects = changed(
      'ResourceQuota',
      quota?.metadata.name ?? '',
      () => ({
        spec: { ...spec, hard: { ...spec.hard, 'requests.cpu': '999' } },
      }),
    );
    const failing = ids.filter(
      id => verdictOf(id, everywhere(objects)).state === 'no',
    );
    expect(failing).toEqual(['compute-quota']);
  });

  it('sees a withheld right that somebody gives on the whole cluster', () => {
    const binding: RenderedObject = {
      cluster,
      controls: [],
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'by-hand' },
        roleRef: { kind: 'ClusterRole', name: clusterRoleName('developer') },
        subjects: [],
      },
    };
    const giving = registry
      .filter(({ withholds }) => withholds?.some(right => right.clusterWide))
      .map(({ id }) => id)
      .filter(id => ids.includes(id));
    expect(giving).not.toEqual([]);
    const verdicts = giving.map(id =>
      verdictOf(id, everywhere([...rendered, binding])),
    );
    expect(verdicts.map(({ state }) => state)).toContain('no');
    expect(kindsToObserve([])).toContainEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      everybodys: true,
    });
  });

  it('looks at all Namespaces, once, and at their metadata alone', () => {
    const namespace = { apiVersion: 'v1', kind: 'Namespace' };
    const kinds = kindsToObserve([namespace, namespace]);
    expect(kinds.filter(({ kind }) => kind === 'Namespace')).toEqual([
      { ...namespace, everybodys: true, metadataOnly: true },
    ]);
  });

  it('finds nothing to judge of a Namespace but its metadata', () => {
    const namespaces = rendered.filter(
      ({ object }) => object.kind === 'Namespace',
    );
    expect(namespaces.length).toBeGreaterThan(2);
    for (const { object } of namespaces)
      expect(Object.keys(object).sort()).toEqual([
        'apiVersion',
        'kind',
        'metadata',
      ]);
  });

  it('looks at rights anew once a binding appears on the same cluster', () => {
    const binding: RenderedObject = {
      cluster,
      controls: [],
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'by-hand' },
        roleRef: { kind: 'ClusterRole', name: clusterRoleName('admin') },
      },
    };
    const [before, after] = [rendered, [...rendered, binding]].map(objects => {
      const known = clusterOf(objects, cluster, () => read);
      const lists = new Map<string, readonly KubernetesObject[]>();
      return {
        ...known,
        all: (kind: KindOfObject) => {
          const list = lists.get(kind.kind) ?? known.all(kind);
          lists.set(kind.kind, list);
          return list;
        },
      };
    });
    const observed = { ...before };
    const view = { clusters: new Map([[cluster, observed]]) };
    const state = () => verdictOf('extension-points', view).state;
    expect([state(), state()]).toEqual(['yes', 'yes']);
    Object.assign(observed, after);
    expect(state()).toBe('no');
    Object.assign(observed, before);
    expect(state()).toBe('yes');
  });

  it('knows the failing part even where another can not be read', () => {
    const blind = everywhere([], kind =>
      kind === 'Namespace' ? { state: 'unreadable', reason: 'x' } : read,
    );
    const mixed = ids.map(id => verdictOf(id, blind).state);
    expect(mixed).toContain('no');
    expect(mixed).not.toContain('yes');
  });
});
