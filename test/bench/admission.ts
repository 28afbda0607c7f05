import { openCluster, stagesOf } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import {
  harmlessPod,
  registry,
  renderCluster,
  renderTenant,
} from '@tenantry/controls';
import type { PartialObject, Stage } from '@tenantry/controls';
import type { Fleet, Tenant } from '@tenantry/model';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startControlPlane } from '../cluster/rig/controlPlane';
import { startKyverno } from '../cluster/rig/kyverno';
import { applyAll } from '../cluster/suite/apply';
import { provingGround } from '../cluster/suite/fleet';

/** One measurement of dry-run pod creations. */
export interface AdmissionFigure {
  readonly rules: 'none' | 'native' | 'kyverno';
  readonly tenants: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of the API server per request; it includes what Kyverno's answers cost it, not Kyverno itself. */
  readonly serverCpuMs: number;
}

const cluster = 'full';
const connections = 16;
/** Tenants with all their objects, to which the requests go. The others have their Namespace and their FlowSchema. */
const sampled = 10;

/**
 * Requests per second and latency of dry-run pod creations, at a growing number of tenants on one control plane per
 * dialect. Client and server share the machine.
 */
export async function measureAdmission(
  counts: readonly number[] = [10, 1000, 5000],
  dialects: readonly AdmissionFigure['rules'][] = ['none', 'native', 'kyverno'],
): Promise<AdmissionFigure[]> {
  const figures: AdmissionFigure[] = [];
  for (const rules of dialects) figures.push(...(await measure(rules, counts)));
  return figures;
}

async function measure(
  rules: AdmissionFigure['rules'],
  counts: readonly number[],
): Promise<AdmissionFigure[]> {
  const fleet = provingGround(rules === 'kyverno' ? 'kyverno' : 'native');
  const plane = await startControlPlane({
    crds: ['gateway-api', 'network-policy-api', 'cilium'],
    // Thousands of namespaces get their service accounts at its default rate in minutes.
    extraControllerManagerFlags: [
      '--kube-api-qps=500',
      '--kube-api-burst=1000',
    ],
  });
  try {
    const kyverno = rules === 'kyverno' ? await startKyverno(plane) : undefined;
    const client = await openCluster({
      kubeconfig: plane.kubeconfigs.platform,
    });
    const facts = fleet.clusters.find(
      ({ metadata }) => metadata.name === cluster,
    );
    if (!facts) throw new Error(`no cluster ${cluster}`);
    const shared = renderCluster(facts, fleet).objects.map(
      ({ object }) => object,
    );
    await applyAll(
      client,
      rules === 'none' ? shared.filter(object => !isPolicy(object)) : shared,
    );
    const figures: AdmissionFigure[] = [];
    let made = 0;
    for (const tenants of counts) {
      await grow(client, fleet, made, tenants);
      made = tenants;
      await settled(client, tenants);
      figures.push({
        rules,
        tenants,
        ...(await load(client, fleet, plane.apiServerPid)),
      });
    }
    client.close();
    await kyverno?.stop();
    return figures;
  } finally {
    await plane.stop();
  }
}

function isPolicy({ kind }: PartialObject): boolean {
  return /^(Validating|Mutating)/.test(kind);
}

function tenantAt(fleet: Fleet, index: number): Tenant {
  const model = fleet.tenants.find(
    ({ metadata }) => metadata.name === 'ledger',
  );
  if (!model) throw new Error('no tenant to take as a model');
  const [environment] = model.spec.environments;
  const name = `team-${index}`;
  return {
    ...model,
    metadata: { name },
    spec: {
      ...model.spec,
      access: { ...model.spec.access, developers: [`${name}-devs`] },
      environments: [
        { ...environment, hosts: [`${name}.example.com`], peers: [] },
      ],
    },
  };
}

async function grow(
  client: ClusterClient,
  fleet: Fleet,
  from: number,
  to: number,
): Promise<void> {
  for (let start = from; start < to; start += connections) {
    const indexes = Array.from(
      { length: Math.min(connections, to - start) },
      (_, offset) => start + offset,
    );
    await Promise.all(
      indexes.map(async index => {
        const objects = renderTenant(tenantAt(fleet, index), fleet)
          .objects.filter(object => object.cluster === cluster)
          .map(({ object }) => object)
          .sort(
            (left, right) =>
              Number(right.kind === 'Namespace') -
              Number(left.kind === 'Namespace'),
          );
        await applyAll(
          client,
          index < sampled
            ? objects
            : objects.filter(({ kind }) =>
                ['Namespace', 'FlowSchema'].includes(kind),
              ),
        );
      }),
    );
  }
}

/** The controllers are done with the newest namespaces, so that they don't take part in the measurement. */
async function settled(client: ClusterClient, tenants: number): Promise<void> {
  const deadline = Date.now() + 300_000;
  const path = `/api/v1/namespaces/team-${
    tenants - 1
  }-prod/serviceaccounts/default`;
  while ((await client.get(path)).status !== 200) {
    if (Date.now() > deadline) throw new Error(`${path} never appeared`);
    await sleep(200);
  }
  await sleep(5_000);
}

async function load(
  client: ClusterClient,
  fleet: Fleet,
  apiServerPid: number,
): Promise<Omit<AdmissionFigure, 'rules' | 'tenants'>> {
  const stages = stagesOf(
    {
      ...fleet,
      tenants: Array.from({ length: sampled }, (_, index) =>
        tenantAt(fleet, index),
      ),
    },
    cluster,
  );
  await send(client, stages, 500);
  const [started, cpu] = [performance.now(), processorMs(apiServerPid)];
  const times = await send(client, stages, 4_000);
  const seconds = (performance.now() - started) / 1000;
  const serverCpuMs = (processorMs(apiServerPid) - cpu) / times.length;
  times.sort((left, right) => left - right);
  return {
    perSecond: times.length / seconds,
    p50Ms: times[Math.floor(times.length * 0.5)],
    p99Ms: times[Math.floor(times.length * 0.99)],
    serverCpuMs,
  };
}

/** Processor time that a process has taken so far, as Linux counts it: in hundredths of a second. */
function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function send(
  client: ClusterClient,
  stages: readonly Stage[],
  count: number,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) {
        const stage = stages[next % stages.length];
        next += 1;
        const started = performance.now();
        const answer = await client.send(
          {
            verb: 'create',
            resource: 'v1/pods',
            namespace: stage.namespace,
            body: {
              apiVersion: 'v1',
              kind: 'Pod',
              metadata: { name: 'bench', namespace: stage.namespace },
              spec: harmlessPod(stage),
            },
          },
          { dryRun: true },
        );
        if (answer.status !== 201)
          throw new Error(`${answer.status}: ${answer.message}`);
        times.push(performance.now() - started);
      }
    }),
  );
  return times;
}

/** Objects and bytes of one tenant with one environment. */
export function tenantWeight(): { objects: number; bytes: number } {
  const fleet = provingGround('native');
  const objects = renderTenant(tenantAt(fleet, 0), fleet, registry).objects;
  return {
    objects: objects.length,
    bytes: Buffer.byteLength(
      JSON.stringify(objects.map(({ object }) => object)),
    ),
  };
}
