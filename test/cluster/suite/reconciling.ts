import { castOf, prove, stagesOf, syncState } from '@tenantry/cluster';
import {
  harmlessPod,
  indexObjects,
  registry,
  renderPlatform,
  renderTenant,
  synced,
  tenantsFolder,
} from '@tenantry/controls';
import type { PartialObject, Stage, SyncVerdict } from '@tenantry/controls';
import { requestFromTenant } from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { setTimeout as sleep } from 'node:timers/promises';
import { apply } from './apply';
import { argoPollMs } from '../rig/argocd';
import { byHand } from './byHand';
import type { Deed } from './byHand';
import { openGround } from './ground';
import type { Ground } from './ground';
import type { Dialect } from './fleet';
import { clusterObjects } from './objects';
import type { Check } from './proving';
import { notHolding, scenesOf } from './scenes';
import { told, waitUntil } from './told';

/** A minute is promised; the first time everything is applied, with retries where one thing needs another. */
const minute = 60_000;
const firstMs = 4 * minute;

/**
 * The whole loop with a real Argo CD, from a commit to what a page says: everything is applied by the accounts that the
 * projects name; a merged change arrives; what is changed by hand is put back, and counted; without Argo CD nothing is said
 * to be synced; a deletion waits for its confirmation; and with nobody of ours looking, all of it goes on.
 */
export async function checkReconciling(
  dialect: Dialect,
  cluster: string,
): Promise<Check[]> {
  const ground = await openGround(dialect, cluster);
  try {
    const checks: Check[] = [];
    for (const step of [
      everythingArrives,
      everythingHolds,
      aChangeArrives,
      handsAreUndone,
      anAddedRuleIsTold,
      silenceIsTold,
      deletionWaits,
      nobodyIsNeeded,
    ])
      checks.push(await told(step, ground));
    return checks;
  } finally {
    await ground.close();
  }
}

async function everythingArrives(ground: Ground): Promise<string> {
  await waitUntil(firstMs, async () => [
    ...(await notSynced(ground)),
    ...(await platformNotSynced(ground)),
  ]);
  return `Argo CD applied ${ground.fleet.tenants.length} tenants as the accounts of its projects`;
}

async function everythingHolds(ground: Ground): Promise<string> {
  await waitUntil(minute, async () => notHolding(scenes(ground)));
  return 'every control holds on what Argo CD applied';
}

async function aChangeArrives(ground: Ground): Promise<string> {
  const payments = tenantNamed(ground.fleet, 'payments');
  const before = await verdictOf(ground, 'payments');
  const commit = await ground.change({
    ...requestFromTenant(payments),
    access: { ...payments.spec.access, viewers: ['auditors-of-payments'] },
  });
  const between = await verdictOf(ground, 'payments');
  if (before.state !== 'yes' || between.state === 'yes')
    throw new Error(
      `before: ${before.reason}; at the merge: ${between.reason}`,
    );
  await waitUntil(minute, async () => {
    const { state, reason } = await verdictOf(ground, 'payments');
    return state === 'yes' ? [] : [reason];
  });
  const others = await verdictOf(ground, 'ledger');
  if (others.state !== 'yes')
    throw new Error(`another tenant: ${others.reason}`);
  return `a merged change is told to be missing, then applied (${commit.slice(
    0,
    8,
  )}), and other tenants stay synced`;
}

/** Everything of one environment at the same time, since Argo CD waits longer before each repair of one revision. */
async function handsAreUndone(ground: Ground): Promise<string> {
  const objects = objectsOfPlugins(ground).filter(
    object => !isEmptyList(object),
  );
  const rounds = ['changed', "given another tenant's label", 'deleted'];
  for (const round of rounds) {
    const deeds = objects.flatMap(object => deedOf(object, round));
    for (const deed of deeds) await deed.do(ground.client);
    await waitUntil(minute, async () =>
      notHolding(scenesOfPlugins(ground)).length > 0 ? [] : ['nothing is told'],
    );
    await waitUntil(2 * minute, async () =>
      notHolding(scenesOfPlugins(ground)),
    );
  }
  await waitUntil(minute, async () => {
    const { state, reason, repairs } = await verdictOf(ground, 'plugins');
    return state === 'no' && (repairs?.count ?? 0) >= rounds.length
      ? []
      : [`${state}: ${reason}, ${JSON.stringify(repairs)}`];
  });
  return `${objects.length} objects changed, relabelled and deleted by hand are told, put back and counted`;
}

/** What a list that is declared empty gets is told, though Argo CD doesn't see it: docs/decisions/0018. */
async function anAddedRuleIsTold(ground: Ground): Promise<string> {
  const object = objectsOfPlugins(ground).find(isEmptyList);
  if (!object) throw new Error('no policy with an empty list');
  for (const deed of deedOf(object, 'changed')) await deed.do(ground.client);
  await waitUntil(minute, async () =>
    notHolding(scenesOfPlugins(ground)).some(text =>
      text.includes('default-deny'),
    )
      ? []
      : ['nothing is told'],
  );
  await sleep(3 * argoPollMs);
  if (notHolding(scenesOfPlugins(ground)).length === 0)
    throw new Error('Argo CD sees it now: decision 0018 can go');
  await apply(ground.client, object);
  await waitUntil(minute, async () => notHolding(scenesOfPlugins(ground)));
  return 'a rule added to the default deny is told, though Argo CD says Synced';
}

function isEmptyList({ kind, metadata }: PartialObject): boolean {
  return kind === 'NetworkPolicy' && metadata.name === 'default-deny';
}

async function silenceIsTold(ground: Ground): Promise<string> {
  await ground.argoCd.stop();
  const [first, second] = [
    await verdictOf(ground, 'payments'),
    await sleep(3 * argoPollMs).then(() => verdictOf(ground, 'payments')),
  ];
  if (first.state !== 'yes' || first.at !== second.at)
    throw new Error(`it goes on comparing: ${first.at}, ${second.at}`);
  // What is said a quarter of an hour after the last time that it compared, which comes no more.
  const later = new Date(Date.parse(first.at ?? '') + 16 * minute);
  const { state, reason } = await verdictOf(ground, 'payments', later);
  if (state !== 'unknown')
    throw new Error(
      `a quarter of an hour without Argo CD: ${state}, ${reason}`,
    );
  const [deed] = objectsOfPlugins(ground).flatMap(object =>
    object.kind === 'ResourceQuota' ? deedOf(object, 'changed') : [],
  );
  await deed.do(ground.client);
  await waitUntil(minute, async () =>
    notHolding(scenesOfPlugins(ground)).length > 0 ? [] : ['nothing is told'],
  );
  await sleep(3 * argoPollMs);
  if (notHolding(scenesOfPlugins(ground)).length === 0)
    throw new Error('repaired by nobody');
  await ground.argoCd.start();
  await waitUntil(6 * minute, async () => notHolding(scenesOfPlugins(ground)));
  return 'without Argo CD nothing is repaired and nothing said to be synced; with it, it is again';
}

async function deletionWaits(ground: Ground): Promise<string> {
  const ledger = tenantNamed(ground.fleet, 'ledger');
  const given = ledger.spec.environments.filter(({ name }) => name !== 'spare');
  await ground.change({ ...requestFromTenant(ledger), environments: given });
  await waitUntil(2 * minute, async () => {
    const { state, reason } = await verdictOf(ground, 'ledger');
    return state === 'no' && reason.includes('confirmation') ? [] : [reason];
  });
  await ground.change(requestFromTenant(ledger));
  await waitUntil(2 * minute, async () => {
    const { reason } = await verdictOf(ground, 'ledger');
    return reason.includes("don't confirm it") ? [] : [reason];
  });
  const { status } = await ground.client.get('/api/v1/namespaces/ledger-spare');
  if (status !== 200) throw new Error('the namespace is gone');
  return 'an environment that is taken out of Git stays until somebody confirms, and a confirmation that Git no longer asks for is warned of';
}

/** Nothing of ours runs any more: nobody observes, and the forge answers Argo CD alone. */
async function nobodyIsNeeded(ground: Ground): Promise<string> {
  await ground.observer.stop();
  const stage = stagesOf(ground.fleet, ground.cluster).find(
    ({ tenant }) => tenant.metadata.name === 'payments',
  );
  if (!stage) throw new Error('no environment of payments');
  await aTenantDeploys(ground, stage);
  const { results } = await prove(ground.client, stage);
  const tried = results.filter(({ verdict }) => verdict !== 'skipped');
  const wrong = tried.filter(({ verdict }) => verdict !== 'refused');
  if (wrong.length > 0 || tried.length === 0)
    throw new Error(
      [
        `${wrong.length} of ${tried.length} attacks, among them`,
        ...wrong
          .slice(0, 5)
          .map(({ row, title, verdict }) => `${row} ${title}: ${verdict}`),
      ].join('\n'),
    );
  const uid = await uidOf(ground, stage);
  const deleted = await ground.client.send({
    verb: 'delete',
    resource: 'networking.k8s.io/v1/networkpolicies',
    namespace: stage.namespace,
    name: 'default-deny',
  });
  if (deleted.status >= 300) throw new Error(deleted.message);
  await waitUntil(minute, async () => {
    const now = await uidOf(ground, stage);
    return now !== undefined && now !== uid ? [] : ['not put back'];
  });
  return `with nobody of ours looking a tenant deploys, ${tried.length} attacks are refused, and a policy deleted by hand is put back`;
}

/** Of the default deny; `undefined` where there is none. */
async function uidOf(
  { client }: Ground,
  { namespace }: Stage,
): Promise<string | undefined> {
  const { body } = await client.get(
    `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies/default-deny`,
  );
  return (body as { metadata?: { uid?: string } }).metadata?.uid;
}

async function aTenantDeploys({ client }: Ground, stage: Stage): Promise<void> {
  const answer = await client.send(
    {
      verb: 'create',
      resource: 'apps/v1/deployments',
      namespace: stage.namespace,
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'works', namespace: stage.namespace },
        spec: {
          selector: { matchLabels: { app: 'works' } },
          template: {
            metadata: { labels: { app: 'works' } },
            spec: harmlessPod(stage),
          },
        },
      },
    },
    { as: castOf(stage).admin },
  );
  if (answer.status !== 201) throw new Error(answer.message);
  await waitUntil(minute, async () => {
    const { body } = await client.get(
      `/api/v1/namespaces/${stage.namespace}/pods?labelSelector=app%3Dworks`,
    );
    const { items = [] } = body as { items?: readonly unknown[] };
    return items.length > 0 ? [] : ['no pod was made'];
  });
}

/** What the repository declares now, for the fleet that the ground began with. */
function scenes({ fleet, cluster, observer }: Ground) {
  const declared = indexObjects([
    ...clusterObjects(fleet, cluster, registry).map(object => ({
      object,
      cluster,
    })),
    ...argoObjects(fleet).map(object => ({ object })),
  ]);
  return scenesOf(fleet, { cluster, observer, declared });
}

function argoObjects(fleet: Fleet): PartialObject[] {
  return [
    ...renderPlatform(fleet).objects,
    ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
  ]
    .filter(({ cluster }) => cluster === undefined)
    .map(({ object }) => object);
}

async function verdictOf(
  { cluster, observer, mirror, fleet }: Ground,
  tenant: string,
  now = new Date(),
): Promise<SyncVerdict> {
  const state = syncState(observer, {
    cluster,
    tenant,
    namespace: fleet.platform.spec.argocd.namespace,
  });
  const { head } = await mirror.fetch();
  const [here, there] = await Promise.all(
    [head, state.record?.revision ?? head].map(commit =>
      mirror.folders(commit, tenantsFolder(cluster)),
    ),
  );
  return synced(state, {
    isCurrent: () => here.get(tenant) === there.get(tenant),
    now,
  });
}

async function notSynced(ground: Ground): Promise<string[]> {
  const verdicts = await Promise.all(
    ground.fleet.tenants.map(async ({ metadata }) => ({
      name: metadata.name,
      ...(await verdictOf(ground, metadata.name)),
    })),
  );
  return verdicts
    .filter(({ state }) => state !== 'yes')
    .map(({ name, reason }) => `${name}: ${reason}`);
}

/** The one environment that is changed by hand, and by nothing else. */
function scenesOfPlugins(ground: Ground) {
  return scenes(ground).filter(
    ({ context }) => context.tenant.metadata.name === 'plugins',
  );
}

/** What is rendered once a cluster, and the tenants' projects. */
async function platformNotSynced({
  client,
  cluster,
  fleet,
}: Ground): Promise<string[]> {
  const { namespace } = fleet.platform.spec.argocd;
  const complaints: string[] = [];
  for (const name of [`tenantry-platform-${cluster}`, 'tenantry-projects']) {
    const { body } = await client.get(
      `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications/${name}`,
    );
    const { status } = body as {
      status?: {
        sync?: { status?: string };
        operationState?: { phase?: string; message?: string };
      };
    };
    const { phase, message } = status?.operationState ?? {};
    if (status?.sync?.status !== 'Synced' || phase !== 'Succeeded')
      complaints.push(`${name}: ${status?.sync?.status}, ${phase}: ${message}`);
  }
  return complaints;
}

/** Objects of the one environment of the tenant plugins, which has most kinds. */
function objectsOfPlugins({ fleet, cluster }: Ground): PartialObject[] {
  return renderTenant(tenantNamed(fleet, 'plugins'), fleet)
    .objects.filter(object => object.cluster === cluster)
    .map(({ object }) => object);
}

function deedOf(object: PartialObject, name: string): Deed[] {
  return byHand(object).filter(deed => deed.name === name);
}

function tenantNamed(fleet: Fleet, name: string) {
  const found = fleet.tenants.find(({ metadata }) => metadata.name === name);
  if (!found) throw new Error(`no tenant ${name}`);
  return found;
}
