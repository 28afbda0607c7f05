import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  PrometheusExporter,
  PrometheusSerializer,
} from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { RepositorySnapshot } from '@tenantry/backstage-plugin-tenantry-node';
import { seedFiles } from '@tenantry/backstage-plugin-tenantry-node/seed';
import { readFleet, treeFromFiles } from '@tenantry/gitops';
import type { ClusterSource } from '../clusters/connectedClusters';
import { measurePostures } from './postureMetrics';
import { observeRepository } from './repositoryMetrics';
import { observeSources } from './sourceMetrics';

/** What Prometheus would read, sample by sample. */
function scraped() {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  const metrics: MetricsService = provider.getMeter('of-this-test');
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  return {
    metrics,
    async samples(): Promise<string[]> {
      const { resourceMetrics } = await exporter.collect();
      return serializer
        .serialize(resourceMetrics)
        .split('\n')
        .filter(line => line !== '' && !line.startsWith('#'));
    },
  };
}

const networkPolicies = {
  cluster: 'dev-1',
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
};

describe('metrics of sources', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-26T12:01:00Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('say of each kind on each cluster whether it can be read, and how old it is', async () => {
    const sources: ClusterSource[] = [
      {
        ...networkPolicies,
        source: { state: 'read', at: '2026-11-26T12:00:30Z' },
      },
      {
        ...networkPolicies,
        cluster: 'prod-1',
        source: {
          state: 'unreadable',
          reason: 'the API server answered 403: a-secret-token',
          lastRead: '2026-11-26T11:01:00Z',
        },
      },
      {
        ...networkPolicies,
        cluster: 'prod-1',
        kind: 'ResourceQuota',
        apiVersion: 'v1',
        source: { state: 'unreadable', reason: 'not read yet' },
      },
    ];
    const { metrics, samples } = scraped();
    observeSources(metrics, { sources: () => sources });
    const ofPolicies = 'apiVersion="networking.k8s.io/v1",kind="NetworkPolicy"';
    expect(await samples()).toEqual([
      `tenantry_source_readable{cluster="dev-1",${ofPolicies}} 1`,
      `tenantry_source_readable{cluster="prod-1",${ofPolicies}} 0`,
      'tenantry_source_readable{cluster="prod-1",apiVersion="v1",kind="ResourceQuota"} 0',
      `tenantry_source_unconfirmed{cluster="dev-1",${ofPolicies}} 30`,
      `tenantry_source_unconfirmed{cluster="prod-1",${ofPolicies}} 3600`,
    ]);
  });
});

describe('metrics of the repository', () => {
  let snapshot: RepositorySnapshot;

  beforeAll(async () => {
    const directory = resolvePackagePath(
      '@tenantry/backstage-plugin-tenantry-node',
      '../../examples/platform',
    );
    const files = await seedFiles({ directory });
    const tree = treeFromFiles(
      new Map([
        ...Object.entries(files),
        ['tenants/broken/tenant.yaml', 'spec: ['],
      ]),
    );
    snapshot = {
      commit: 'abc',
      tree,
      ...readFleet(tree),
      checkedAt: '2026-11-26T12:00:00Z',
    };
  });

  const proposal = (tenant: string) => ({
    tenant,
    number: 1,
    title: `${tenant}: new tenant`,
    url: 'http://localhost:7008/platform/tenants/pull/1',
    branch: `tenantry/${tenant}`,
    headSha: 'def',
    createdAt: '2026-11-26T12:00:00Z',
    draft: false,
  });

  it('count tenants by how far they are', async () => {
    const { metrics, samples } = scraped();
    observeRepository(metrics, {
      snapshot: async () => snapshot,
      openProposals: async () => [proposal('payments'), proposal('broken')],
    });
    expect(await samples()).toEqual([
      'tenantry_repository_readable 1',
      'tenantry_tenants{phase="merged"} 2',
      'tenantry_tenants{phase="unreadable"} 1',
      'tenantry_tenants{phase="requested"} 1',
    ]);
  });

  it('say that it can not be read, and count what was known', async () => {
    const { metrics, samples } = scraped();
    observeRepository(metrics, {
      snapshot: async () => ({ ...snapshot, staleBecause: 'no answer' }),
      openProposals: async () => {
        throw new Error('no answer');
      },
    });
    expect(await samples()).toEqual([
      'tenantry_repository_readable 0',
      'tenantry_tenants{phase="merged"} 2',
      'tenantry_tenants{phase="unreadable"} 1',
    ]);
  });

  it('count nothing where nothing is known', async () => {
    const { metrics, samples } = scraped();
    observeRepository(metrics, {
      snapshot: async () => {
        throw new Error('no answer');
      },
      openProposals: async () => [],
    });
    expect(await samples()).toEqual(['tenantry_repository_readable 0']);
  });

  it('do not ask the forge each time they are read', async () => {
    const { metrics, samples } = scraped();
    const read = jest.fn(async () => snapshot);
    const list = jest.fn(async () => []);
    observeRepository(metrics, { snapshot: read, openProposals: list });
    await samples();
    await samples();
    expect(read).toHaveBeenCalledTimes(1);
    expect(list).toHaveBeenCalledTimes(1);
  });
});

describe('metrics of postures', () => {
  it('count and time what is judged, by what came of it', async () => {
    const { metrics, samples } = scraped();
    const measure = measurePostures(metrics);
    await expect(measure(async () => 'judged')).resolves.toBe('judged');
    const failure = new TypeError('the tenant payments, and a secret');
    await expect(
      measure(async () => {
        throw failure;
      }),
    ).rejects.toBe(failure);
    const told = await samples();
    expect(told).toContain(
      'tenantry_posture_duration_count{outcome="answered"} 1',
    );
    expect(told).toContain(
      'tenantry_posture_duration_count{outcome="TypeError"} 1',
    );
    expect(told.join('\n')).not.toContain('secret');
  });
});
