import {
  castOf,
  keepStanding,
  openCluster,
  resourceOf,
  serviceAccount,
  stagesOf,
} from '@tenantry/cluster';
import type { ClusterClient, Identity, Standing } from '@tenantry/cluster';
import {
  canary,
  guardRailsAccount,
  harmlessPod,
  identityOf,
  labels,
  registry,
  systemNamespace,
} from '@tenantry/controls';
import type { Control, PartialObject, Stage } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { setTimeout as sleep } from 'node:timers/promises';
import { apply } from './apply';
import { clusterObjects, insiderObjects } from './objects';
import { onePerProfile } from './stages';

/** A cluster with a fleet's guard-rails on it, ready to be attacked. */
export interface Arena {
  readonly client: ClusterClient;
  /** Where attacks take place: an environment of every profile. */
  readonly stages: readonly Stage[];
  /** What attempts need on a stage: one at a time, for they share its namespace. */
  standingOn(stage: Stage): Standing;
  /** Makes the cluster what it is with these controls, and these objects besides: applies the difference, no more. */
  become(
    controls: readonly Control[],
    extra?: readonly PartialObject[],
  ): Promise<void>;
  /** Takes away everything that was applied, where the cluster goes on without it. */
  demolish(): Promise<void>;
  close(): void;
}

const guardRails = serviceAccount(systemNamespace, guardRailsAccount);

/** Applies everything a cluster of the fleet holds, as those would who do it in production. */
export async function openArena(
  kubeconfig: string,
  fleet: Fleet,
  cluster: string,
): Promise<Arena> {
  const client = await openCluster({ kubeconfig });
  const stages = onePerProfile(stagesOf(fleet, cluster));
  const applied = new Map<string, PartialObject>();
  const standings = new Map<string, Standing>();

  async function become(
    controls: readonly Control[],
    extra: readonly PartialObject[] = [],
  ) {
    const wanted = new Map(
      [...clusterObjects(fleet, cluster, controls), ...extra].map(object => [
        identityOf(object),
        object,
      ]),
    );
    const changed = [...wanted].filter(
      ([key, object]) =>
        JSON.stringify(applied.get(key)) !== JSON.stringify(object),
    );
    for (const [key, object] of changed) {
      await apply(client, object, applierOf(object));
      applied.set(key, object);
    }
    const gone = [...applied].filter(([key]) => !wanted.has(key));
    for (const [key, object] of gone) {
      await remove(client, object);
      applied.delete(key);
    }
  }

  await become(registry);
  const insiders = insiderObjects(stages);
  for (const object of insiders) await apply(client, object, applierOf(object));
  await whenReady(client, stages);
  await whenInForce(client, stages);
  await whenTypesAreChecked(client);
  return {
    client,
    stages,
    become,
    standingOn({ namespace }) {
      const known = standings.get(namespace) ?? keepStanding(client);
      standings.set(namespace, known);
      return known;
    },
    async demolish() {
      const objects = [...applied.values(), ...insiders];
      // Policies first, for they would keep the rest; what is in a namespace goes with it.
      const order = (object: PartialObject) =>
        object.kind.includes('Polic') && !object.metadata.namespace ? 0 : 1;
      for (const object of objects
        .filter(({ metadata }) => !metadata.namespace)
        .sort((left, right) => order(left) - order(right)))
        await whenNobodyKeepsIt(() => remove(client, object));
    },
    close: () => client.close(),
  };
}

/** Policies keep what they guard for up to a second after they are gone. */
async function whenNobodyKeepsIt(removal: () => Promise<void>) {
  for (let tries = 1; ; tries += 1) {
    try {
      await removal();
      return;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(250);
    }
  }
}

/** A tenant's objects are applied by the guard-rails' account, which shows that its rights are enough. */
function applierOf({ kind, metadata }: PartialObject): Identity | undefined {
  return metadata.labels?.[labels.tenant] && kind !== 'ServiceAccount'
    ? guardRails
    : undefined;
}

async function remove(client: ClusterClient, object: PartialObject) {
  const { namespace, name } = object.metadata;
  const answer = await client.send({
    verb: 'delete',
    resource: resourceOf(object),
    name,
    ...(namespace ? { namespace } : {}),
  });
  if (answer.status >= 300 && answer.status !== 404)
    throw new Error(
      `${identityOf(object)} can't be removed: ${answer.message}`,
    );
}

interface Checked {
  readonly items?: readonly {
    readonly metadata: { readonly name: string; readonly generation: number };
    readonly status?: {
      readonly observedGeneration?: number;
      readonly typeChecking?: {
        readonly expressionWarnings?: readonly {
          readonly fieldRef: string;
          readonly warning: string;
        }[];
      };
    };
  }[];
}

/**
 * The type checker has looked at every native policy and found nothing.
 *
 * @throws Error with its warnings.
 */
async function whenTypesAreChecked(client: ClusterClient) {
  const path =
    '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies';
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { items = [] } = (await client.get(path)).body as Checked;
    const pending = items.filter(
      ({ metadata, status }) =>
        status?.observedGeneration !== metadata.generation,
    );
    if (pending.length === 0) {
      const warnings = items.flatMap(({ metadata, status }) =>
        (status?.typeChecking?.expressionWarnings ?? []).map(
          ({ fieldRef, warning }) => `${metadata.name} ${fieldRef}: ${warning}`,
        ),
      );
      if (warnings.length > 0)
        throw new Error(`the type checker warns:\n${warnings.join('\n')}`);
      return;
    }
    if (Date.now() > deadline)
      throw new Error(
        `the type checker never looked at ${pending
          .map(({ metadata }) => metadata.name)
          .join(', ')}`,
      );
    await sleep(50);
  }
}

/** Every policy refuses its canary: rules count from up to a second after they were written. */
async function whenInForce(client: ClusterClient, stages: readonly Stage[]) {
  const deadline = Date.now() + 30_000;
  for (const stage of stages) {
    const cast = castOf(stage);
    for (const attack of canary.attacks) {
      if (attack.proof !== 'api' || !(attack.where?.(stage) ?? true)) continue;
      for (const attempt of attack.attempts(stage)) {
        const as = cast[attempt.as ?? attack.as];
        while (
          (await client.send(attempt.attack, { as, dryRun: true })).status < 300
        ) {
          if (Date.now() > deadline)
            throw new Error(
              `${attack.title} in ${stage.namespace} is still admitted after 30 s`,
            );
          await sleep(50);
        }
      }
    }
    await whenPatched(client, stage, deadline);
  }
}

/** A pod that leaves open what the mutating policies fill in is admitted: they count as late as the others do. */
async function whenPatched(
  client: ClusterClient,
  stage: Stage,
  deadline: number,
) {
  for (;;) {
    const { status, message } = await client.send(
      {
        verb: 'create',
        resource: 'v1/pods',
        namespace: stage.namespace,
        body: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'patched', namespace: stage.namespace },
          spec: harmlessPod(stage),
        },
      },
      { as: castOf(stage).admin, dryRun: true },
    );
    if (status < 300) return;
    if (Date.now() > deadline)
      throw new Error(
        `a harmless pod in ${stage.namespace} is still refused after 30 s: ${message}`,
      );
    await sleep(50);
  }
}

interface Quotas {
  readonly items?: readonly {
    readonly spec: { readonly hard: Readonly<Record<string, string>> };
    readonly status?: { readonly used?: Readonly<Record<string, string>> };
  }[];
}

/** Controllers have done their part: every namespace has its account, every quota counts. */
async function whenReady(client: ClusterClient, stages: readonly Stage[]) {
  const paths = stages.flatMap(({ namespace }) => [
    `/api/v1/namespaces/${namespace}/serviceaccounts/default`,
    `/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`,
  ]);
  const deadline = Date.now() + 60_000;
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`${what} never came`);
      await sleep(50);
    }
  };
  for (const path of paths)
    await until(path, async () => (await client.get(path)).status === 200);
  for (const { namespace } of stages)
    await until(`the use of ${namespace}'s quotas`, async () => {
      const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
      const { items = [] } = (await client.get(path)).body as Quotas;
      return items.every(({ spec, status }) =>
        Object.keys(spec.hard).every(key => status?.used?.[key] !== undefined),
      );
    });
}
