import { openCluster, resourceOf } from '@tenantry/cluster';
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
import { apply, applyAll } from '../cluster/suite/apply';
import { observedFleet } from './observedFleet';
import type { ObserverFigures } from './observer';

export interface ObservingFigures extends ObserverFigures {
  readonly tenants: number;
  /** The most that the whole of it took in a process whose heap may have `limitMb` only, and how long judging all took there. */
  readonly limited: { readonly peakMb: number; readonly allMs: number };
  /** That the cluster holds, without what controllers make. */
  readonly objects: number;
}

const connections = 32;

/** What a container of 1 GiB leaves for the heap. */
export const limitMb = 700;

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
  const client = await openCluster({ kubeconfig: plane.kubeconfigs.platform });
  try {
    const shared = sharedBy(observedFleet(1));
    const policies = shared.filter(isPolicy);
    await applyAll(
      client,
      shared.filter(object => !isPolicy(object)),
    );
    const figures: ObservingFigures[] = [];
    let made = 0;
    let objects = shared.length;
    for (const tenants of counts) {
      objects += await grow(client, observedFleet(tenants), made);
      made = tenants;
      await applyAll(client, policies);
      const { platform } = plane.kubeconfigs;
      const free = await observe(platform, tenants);
      const { memory, allMs } = await observe(platform, tenants, [
        `--max-old-space-size=${limitMb}`,
      ]);
      figures.push({
        tenants,
        objects,
        ...free,
        limited: { peakMb: memory.peakMb, allMs },
      });
      // Judging each new object would take longer than making it.
      await removeAll(client, policies);
    }
    return figures;
  } finally {
    client.close();
    await plane.stop();
  }
}

/** What all tenants share; first the namespaces that the rest of it is in, Argo CD's among them. */
function sharedBy(fleet: Fleet): PartialObject[] {
  const objects = [
    ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
    ...renderPlatform(fleet).objects,
  ].map(({ object }) => object);
  const rendered = objects.filter(({ kind }) => kind === 'Namespace');
  const known = new Set(rendered.map(({ metadata }) => metadata.name));
  const others = new Set(
    objects
      .flatMap(({ metadata }) => metadata.namespace ?? [])
      .filter(name => !known.has(name)),
  );
  return [
    ...rendered,
    ...Array.from(others, name => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    })),
    ...objects.filter(object => !rendered.includes(object)),
  ];
}

function isPolicy({ kind }: PartialObject): boolean {
  return /^(Validating|Mutating)/.test(kind);
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
        // Quotas last: they are reckoned anew after each object.
        const rendered = renderTenant(tenant, fleet)
          .objects.map(({ object }) => object)
          .sort((left, right) => rankOf(left) - rankOf(right));
        for (const object of rendered) await create(client, object);
        objects += rendered.length;
      }
    }),
  );
  return objects;
}

function rankOf({ kind }: PartialObject): number {
  return ['Namespace', 'other', 'ResourceQuota'].indexOf(
    ['Namespace', 'ResourceQuota'].includes(kind) ? kind : 'other',
  );
}

/** A third of the work of an apply; the fields have an owner all the same. */
async function create(
  client: ClusterClient,
  object: PartialObject,
): Promise<void> {
  const { namespace } = object.metadata;
  const answer = await client.send(
    {
      verb: 'create',
      resource: resourceOf(object),
      ...(namespace ? { namespace } : {}),
      body: object,
    },
    { query: { fieldManager: 'tenantry' } },
  );
  // Such as the account that every namespace is given.
  if (answer.status === 409) await apply(client, object);
  else if (answer.status !== 201) throw new Error(answer.message);
}

async function removeAll(
  client: ClusterClient,
  objects: readonly PartialObject[],
): Promise<void> {
  for (const object of objects)
    await client.send({
      verb: 'delete',
      resource: resourceOf(object),
      name: object.metadata.name,
    });
}

/** In a process of its own, so that its memory is its own. */
async function observe(
  kubeconfig: string,
  tenants: number,
  flags: readonly string[] = [],
): Promise<ObserverFigures> {
  const { stdout } = await promisify(execFile)(
    join(__dirname, '../../node_modules/.bin/tsx'),
    [
      '--expose-gc',
      ...flags,
      join(__dirname, 'observer.ts'),
      kubeconfig,
      String(tenants),
    ],
    { encoding: 'utf8' },
  );
  return JSON.parse(stdout);
}
