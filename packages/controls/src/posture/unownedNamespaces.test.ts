import { labels } from '../names';
import type { KubernetesObject } from '../objects';
import { renderCluster, renderTenant } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';
import { unownedNamespaces } from './unownedNamespaces';

const payments = paymentsTenant('hardened');
const example = exampleFleet();
const fleet = { ...example, tenants: [...example.tenants, payments] };
const cluster = clusterNamed('prod-1');

function clusterNamed(name: string) {
  const found = fleet.clusters.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no cluster ${name}`);
  return found;
}

function namespace(
  name: string,
  metadata: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      ...metadata,
      labels: { 'kubernetes.io/metadata.name': name, ...metadata.labels },
    },
  };
}

function ofTenant(name: string, tenant: string): KubernetesObject {
  return namespace(name, { labels: { [labels.tenant]: tenant } });
}

function census(
  namespaces: readonly KubernetesObject[],
  isUnreadable?: (tenant: string) => boolean,
  on = cluster,
) {
  return unownedNamespaces(on, fleet, namespaces, isUnreadable);
}

describe('unownedNamespaces', () => {
  it('counts what is rendered for tenants and for the platform as owned', () => {
    const rendered = [
      ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
      ...renderCluster(cluster, fleet).objects,
    ]
      .filter(
        ({ object, cluster: where }) =>
          object.kind === 'Namespace' && where === 'prod-1',
      )
      .map(({ object }) => object);
    expect(census(rendered)).toEqual({
      unowned: [],
      platform: ['tenantry-deployers', 'tenantry-system'],
      owned: rendered.length - 2,
    });
    expect(rendered.length).toBeGreaterThan(3);
  });

  it('leaves out what belongs to Kubernetes, to components, and to what the platform names', () => {
    const { dns, ingress, gateway } = cluster.spec;
    const names = new Set([
      'default',
      'kube-system',
      'kube-public',
      'kyverno',
      'cert-manager',
      'istio-system',
      fleet.platform.spec.argocd.namespace,
      dns.namespace,
      ...[ingress?.namespace, gateway?.namespace].filter(
        name => name !== undefined,
      ),
    ]);
    const { unowned, platform } = census(
      Array.from(names, name => namespace(name)),
    );
    expect(unowned).toEqual([]);
    expect(platform).toEqual([...names].sort());
  });

  it.each<[string, object, object]>([
    ['brink', { gateway: { class: 'edge', namespace: 'brink' } }, {}],
    [
      'entry',
      {
        gateway: {
          class: 'edge',
          namespace: 'edge',
          shared: { namespace: 'entry', name: 'public' },
        },
      },
      {},
    ],
    ['lobby', { ingress: { class: 'shared', namespace: 'lobby' } }, {}],
    ['names', { dns: { ...cluster.spec.dns, namespace: 'names' } }, {}],
    [
      'delivery',
      { platformUsers: ['system:serviceaccount:delivery:applier'] },
      {},
    ],
    ['rollout', {}, { argocd: { namespace: 'rollout' } }],
    ['shared-tools', {}, { reservedNames: ['shared-tools'] }],
  ])(
    'leaves out %s where a file names it, and nowhere else',
    (name, clusterSpec, platformSpec) => {
      const named = unownedNamespaces(
        { ...cluster, spec: { ...cluster.spec, ...clusterSpec } },
        {
          ...fleet,
          platform: {
            ...fleet.platform,
            spec: { ...fleet.platform.spec, ...platformSpec },
          },
        },
        [namespace(name)],
      );
      expect(named.platform).toEqual([name]);
      expect(census([namespace(name)]).unowned).toHaveLength(1);
    },
  );

  it.each(['admin', 'public', 'nul', 'playground', 'kubeflow', 'my-system'])(
    'does not take %s for the platform’s',
    name => {
      expect(census([namespace(name)]).unowned).toEqual([
        {
          name,
          standing: 'nobodys',
          reason: 'no tenant names it, and it carries no label of one',
          labels: {},
        },
      ]);
    },
  );

  it('tells an orphan from what is nobody’s, and why', () => {
    const { unowned } = census([
      namespace('old-experiment'),
      ofTenant('payments-test', 'payments'),
      ofTenant('billing-prod', 'billing'),
    ]);
    expect(
      unowned.map(({ name, standing, tenant, reason }) => [
        name,
        standing,
        tenant,
        reason,
      ]),
    ).toEqual([
      ['billing-prod', 'orphan', 'billing', 'there is no tenant billing'],
      [
        'payments-test',
        'orphan',
        'payments',
        'the tenant payments has no environment of this name on prod-1',
      ],
      [
        'old-experiment',
        'nobodys',
        undefined,
        'no tenant names it, and it carries no label of one',
      ],
    ]);
  });

  it('makes nobody an owner on another cluster', () => {
    expect(census([ofTenant('payments-prod', 'payments')]).owned).toBe(1);
    const elsewhere = census(
      [ofTenant('payments-prod', 'payments')],
      undefined,
      clusterNamed('dev-1'),
    );
    expect(elsewhere.unowned).toMatchObject([{ standing: 'orphan' }]);
  });

  it('goes by the tenant’s file where the label is missing or names another', () => {
    const result = census([
      namespace('payments-prod'),
      ofTenant('ledger-prod', 'payments'),
    ]);
    expect(result).toEqual({ unowned: [], platform: [], owned: 2 });
  });

  it('excuses nothing that carries a tenant’s label by its name', () => {
    expect(census([ofTenant('kube-hidden', 'payments')])).toMatchObject({
      unowned: [{ name: 'kube-hidden', standing: 'orphan' }],
      platform: [],
    });
  });

  it('decides nothing where the tenant’s file can not be read', () => {
    const { unowned } = census(
      [ofTenant('broken-prod', 'broken'), ofTenant('gone-prod', 'gone')],
      tenant => tenant === 'broken',
    );
    expect(unowned.map(({ name, standing }) => [name, standing])).toEqual([
      ['gone-prod', 'orphan'],
      ['broken-prod', 'undecided'],
    ]);
  });

  it('keeps age, owner and labels, without those that every namespace has', () => {
    const [found] = census([
      namespace('billing-prod', {
        labels: { [labels.tenant]: 'billing', team: 'billing' },
        annotations: { 'tenantry.dev/owner': 'group:default/billing' },
        creationTimestamp: '2025-01-01T00:00:00Z',
        deletionTimestamp: '2026-11-26T00:00:00Z',
      }),
    ]).unowned;
    expect(found).toMatchObject({
      owner: 'group:default/billing',
      createdAt: '2025-01-01T00:00:00Z',
      deletedAt: '2026-11-26T00:00:00Z',
      labels: { [labels.tenant]: 'billing', team: 'billing' },
    });
    expect(found.labels).not.toHaveProperty('kubernetes.io/metadata.name');
  });
});
