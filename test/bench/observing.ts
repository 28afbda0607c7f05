import { openCluster } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import {
  renderCluster,
  renderPlatform,
  renderTenant,
} from '@tenantry/controls';
import type { PartialObject } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startControlPlane } from '../cluster/rig/controlPlane';
import { applyAll } from '../cluster/suite/apply';
import { observedFleet } from './observedFleet';
import type { ObserverFigures } from './observer';

export interface ObservingFigures extends ObserverFigures {
  readonly tenants: number;
  /** That the cluster holds, without what controllers make. */
  readonly objects: number;
}

const connections = 32;

/** What observing costs at a growing number of tenants on one cluster; client and server share the machine. */
export async function measureObserving(
  counts: readonly number[] = [1_000, 10_000],
): Promise<ObservingFigures[]> {
  const plane = await startControlPlane({
    crds: ['gateway-api', 'argo-cd', 'open-reports', 'policy-reports'],
    extraControllerManagerFlags: [
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ],
    // It would compare each request with the FlowSchemas of all tenants, which is measured elsewhere.
    extraApiServerFlags: ['--enable-priority-and-fairness=false'],
  });
  const client = await openCluster(plane.kubeconfigs.platform);
  try {
    const figures: ObservingFigures[] = [];
    const shared = sharedBy(observedFleet(1));
    await applyAll(client, shared);
    let made = 0;
    let objects = shared.length;
    for (const tenants of counts) {
      objects += await grow(client, observedFleet(tenants), made);
      made = tenants;
      figures.push({
        tenants,
        objects,
        ...(await observe(plane.kubeconfigs.platform, tenants)),
      });
    }
    return figures;
  } finally {
    client.close();
    await plane.stop();
  }
}

/** What all tenants share, and the namespaces that Argo CD's objects are in. */
function sharedBy(fleet: Fleet): PartialObject[] {
  const objects = [
    ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
    ...renderPlatform(fleet).objects,
  ].map(({ object }) => object);
  const namespaces = new Set(
    objects.flatMap(({ metadata }) => metadata.namespace ?? []),
  );
  const named = (object: PartialObject) =>
    object.kind === 'Namespace' && namespaces.has(object.metadata.name);
  return [
    ...Array.from(
      namespaces,
      (name): PartialObject =>
        objects.find(
          object => named(object) && object.metadata.name === name,
        ) ?? { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
    ),
    ...objects.filter(object => !named(object)),
  ];
}

/** @returns how many objects it made. */
async function grow(
  client: ClusterClient,
  fleet: Fleet,
  from: number,
): Promise<number> {
  let next = from;
  let objects = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < fleet.tenants.length) {
        const tenant = fleet.tenants[next];
        next += 1;
        const rendered = renderTenant(tenant, fleet).objects;
        objects += rendered.length;
        // The Namespace comes first.
        await applyAll(
          client,
          rendered.map(({ object }) => object),
        );
      }
    }),
  );
  return objects;
}

/** In a process of its own, so that its memory is its own. */
async function observe(
  kubeconfig: string,
  tenants: number,
): Promise<ObserverFigures> {
  const { stdout } = await promisify(execFile)(
    join(__dirname, '../../node_modules/.bin/tsx'),
    [
      '--expose-gc',
      join(__dirname, 'observer.ts'),
      kubeconfig,
      String(tenants),
    ],
    { encoding: 'utf8' },
  );
  return JSON.parse(stdout);
}
