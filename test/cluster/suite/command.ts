import {
  castOf,
  observerRole,
  reportKinds,
  reportName,
  resourceOf,
} from '@tenantry/cluster';
import type { ClusterClient, Identity } from '@tenantry/cluster';
import {
  harmlessPod,
  kindsToObserve,
  labels,
  managedBy,
  proverRoleName,
  registry,
} from '@tenantry/controls';
import type { PartialObject, Stage } from '@tenantry/controls';
import { repositoryFiles } from '@tenantry/gitops';
import type { Fleet } from '@tenantry/model';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from 'tenantry';
import { z } from 'zod';
import type { ControlPlane } from '../rig/controlPlane';
import { accountKubeconfig } from './account';
import { apply, applyAll } from './apply';
import type { Arena } from './arena';
import { manager } from './byHand';
import { argoObjects, clusterObjects } from './objects';
import { problemOf } from './problemOf';
import { handMade, handMadeObjects } from './proving';
import type { Check } from './proving';

/** A clone of the fleet's repository, and whoever calls the command in it. */
interface Clone {
  readonly directory: string;
  commit(fleet: Fleet): void;
  /** What a call answers in JSON, and its exit code. */
  call(...argv: readonly string[]): Promise<Called>;
  remove(): void;
}

interface Called {
  readonly code: number;
  readonly json: unknown;
  readonly text: string;
  readonly seconds: number;
}

interface Scene {
  readonly plane: ControlPlane;
  readonly client: ClusterClient;
  readonly fleet: Fleet;
  readonly cluster: string;
  readonly stage: Stage;
  readonly clone: Clone;
  /** As `--kubeconfig` takes it. */
  readonly way: string;
}

/**
 * The command's verbs that look at clusters, as somebody calls them in a clone: on a cluster as it is declared, and after
 * something was done to it by hand; with the rights that are documented, and without one of them.
 */
export async function checkCommand(
  plane: ControlPlane,
  { client, stages }: Arena,
  fleet: Fleet,
  cluster: string,
): Promise<Check[]> {
  const stage = stages.find(({ profile }) => profile.name === 'hardened');
  if (!stage) throw new Error('no hardened environment');
  await applyAll(client, argoObjects(fleet));
  const clone = cloneOf(fleet);
  const scene: Scene = {
    plane,
    client,
    fleet,
    cluster,
    stage,
    clone,
    way: `${cluster}=${plane.kubeconfigs.platform}`,
  };
  try {
    return [
      await asDeclared(scene),
      await driftIsTold(scene),
      await halfBlindKnowsLess(scene),
      ...(await environmentsAreProved(scene)),
      await brokenIsTold(scene),
      ...(await namespacesAreScored(scene)),
      ...(await useIsHeldAgainst(scene)),
    ];
  } finally {
    clone.remove();
  }
}

const Difference = z.object({
  drift: z.array(
    z.object({
      cluster: z.string(),
      object: z.string(),
      field: z.string().optional(),
      by: z.object({ manager: z.string() }).optional(),
    }),
  ),
  compared: z.number(),
  undeclared: z.array(z.object({ object: z.string() })),
  unknown: z.array(z.object({ kind: z.string(), reason: z.string() })),
  environments: z.array(
    z.object({
      namespace: z.string(),
      holds: z.number(),
      findings: z.array(
        z.object({
          control: z.string(),
          state: z.string(),
          reason: z.string(),
        }),
      ),
    }),
  ),
});

async function asDeclared({ clone, way, cluster }: Scene): Promise<Check> {
  const { code, json, text, seconds } = await clone.call(
    'diff',
    '--kubeconfig',
    way,
    '--argocd',
    cluster,
  );
  const found = Difference.safeParse(json);
  return {
    name: `tenantry diff finds a cluster as declared: ${
      found.data?.compared
    } objects in ${seconds.toFixed(1)} s`,
    ...problemOf([
      ...(code === 0 ? [] : [`exit code ${code}: ${text}`]),
      ...((found.data?.compared ?? 0) > 100 ? [] : ['too little is compared']),
    ]),
  };
}

/** One object is changed, one deleted, and one that nobody declares is made. */
async function driftIsTold(scene: Scene): Promise<Check> {
  const { client, clone, way, stage, fleet, cluster } = scene;
  const { namespace } = stage;
  const tenant = stage.tenant.metadata.name;
  const own = clusterObjects(fleet, cluster, registry).filter(
    ({ metadata }) => metadata.namespace === namespace,
  );
  const [quota, policy] = ['ResourceQuota', 'NetworkPolicy'].map(kind =>
    need(own.find(object => object.kind === kind)),
  );
  const leftOver: PartialObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: 'left-over',
      namespace,
      labels: { [labels.managedBy]: managedBy, [labels.tenant]: tenant },
    },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  };
  const place = (object: PartialObject, resource: string) => ({
    resource,
    namespace,
    name: object.metadata.name,
  });
  const networkPolicies = 'networking.k8s.io/v1/networkpolicies';
  await sent(client, {
    verb: 'patch',
    ...place(quota, 'v1/resourcequotas'),
    body: { spec: { hard: { 'requests.cpu': '9999' } } },
  });
  await sent(client, { verb: 'delete', ...place(policy, networkPolicies) });
  await unhindered(() => apply(client, leftOver));
  const call = () => clone.call('diff', tenant, '--kubeconfig', way);
  const { code, json, seconds } = await call();
  for (const object of [quota, policy])
    await unhindered(() => apply(client, object));
  await sent(client, { verb: 'delete', ...place(leftOver, networkPolicies) });
  const after = await call();
  const found = Difference.parse(json);
  const named = (object: PartialObject) =>
    found.drift.find(
      drift =>
        drift.object === `${object.kind} ${namespace}/${object.metadata.name}`,
    );
  const here = found.environments.find(each => each.namespace === namespace);
  return {
    name: `tenantry diff ${tenant} tells what was done by hand, and by whom, in ${seconds.toFixed(
      1,
    )} s`,
    ...problemOf([
      ...(code === 1 ? [] : [`exit code ${code}`]),
      ...(named(quota)?.by?.manager === manager
        ? []
        : [`the quota: ${JSON.stringify(named(quota))}`]),
      ...(named(policy) && named(policy)?.field === undefined
        ? []
        : [`the policy: ${JSON.stringify(named(policy))}`]),
      ...(found.undeclared.some(({ object }) => object.endsWith('/left-over'))
        ? []
        : ['what nobody declares is not told']),
      ...((here?.findings.length ?? 0) >= 2
        ? []
        : [`controls: ${JSON.stringify(here?.findings)}`]),
      ...(after.code === 0 ? [] : [`repaired, and yet: ${after.text}`]),
    ]),
  };
}

/** With the observer's role but for one kind. */
async function halfBlindKnowsLess(scene: Scene): Promise<Check> {
  const { plane, client, clone, fleet, cluster } = scene;
  const kinds = kindsToObserve(clusterObjects(fleet, cluster, registry)).filter(
    ({ kind }) => kind !== 'ResourceQuota',
  );
  const name = 'command-half-blind';
  const kubeconfig = await accountKubeconfig(plane, client, {
    name,
    role: { ...observerRole(kinds), metadata: { name } },
  });
  const { code, json } = await clone.call(
    'diff',
    '--kubeconfig',
    `${cluster}=${kubeconfig}`,
  );
  const found = Difference.parse(json);
  const states = found.environments.flatMap(({ findings }) => findings);
  return {
    name: 'tenantry diff knows nothing of quotas that it may not read, and everything else',
    ...problemOf([
      ...(code === 1 ? [] : [`exit code ${code}`]),
      ...(found.unknown.map(({ kind }) => kind).join() === 'ResourceQuota'
        ? []
        : [JSON.stringify(found.unknown)]),
      ...found.drift.map(drift => JSON.stringify(drift)),
      ...states
        .filter(({ state }) => state !== 'unknown')
        .map(finding => JSON.stringify(finding)),
      ...(states.length > 0 ? [] : ['no control is unknown']),
    ]),
  };
}

const Proved = z.object({
  environments: z.array(
    z.object({
      namespace: z.string(),
      seconds: z.number(),
      reports: z.array(z.string()).optional(),
      counts: z.object({
        proved: z.number(),
        failed: z.number(),
        undecided: z.number(),
        notTriedHere: z.number(),
      }),
      failures: z.array(
        z.object({
          control: z.string(),
          expected: z.string(),
          said: z.string(),
        }),
      ),
    }),
  ),
});

/** With the role that the command itself prints, and no other right. */
async function environmentsAreProved(scene: Scene): Promise<Check[]> {
  const { plane, client, clone, cluster, stage } = scene;
  const tenant = stage.tenant.metadata.name;
  const printed = await clone.call('prove', tenant, '--role');
  const role = z
    .looseObject({
      apiVersion: z.string(),
      kind: z.string(),
      metadata: z.object({ name: z.literal(proverRoleName) }),
    })
    .parse(printed.json);
  const kubeconfig = await accountKubeconfig(plane, client, {
    name: 'command-prover',
    role: role as PartialObject,
  });
  const name = `${tenant}/${stage.environment.name}`;
  const { code, json, text, seconds } = await clone.call(
    'prove',
    name,
    '--kubeconfig',
    `${cluster}=${kubeconfig}`,
  );
  const environments = Proved.safeParse(json).data?.environments ?? [];
  const [{ counts, reports = [] } = { counts: undefined }] = environments;
  const reports_ = await Promise.all(
    reportKinds.map(async ({ apiVersion, resource }) => {
      const answer = await client.send({
        verb: 'get',
        resource: `${apiVersion}/${resource}`,
        namespace: stage.namespace,
        name: reportName,
      });
      return answer.status === 200 ? [] : [`${resource}: ${answer.message}`];
    }),
  );
  return [
    {
      name: `tenantry prove ${name} proves it with the role that it prints, in ${seconds.toFixed(
        1,
      )} s: ${JSON.stringify(counts)}`,
      ...problemOf([
        ...(code === 0 ? [] : [`exit code ${code}: ${text}`]),
        ...((counts?.proved ?? 0) >= 20 ? [] : ['too little is proved']),
        ...(reports.length === 2 ? [] : [`reports: ${reports.join()}`]),
        ...reports_.flat(),
      ]),
    },
  ];
}

/** A policy is taken away: its attacks get in, and the command says which. */
async function brokenIsTold(scene: Scene): Promise<Check> {
  const { client, clone, way, stage, fleet, cluster } = scene;
  const policies = clusterObjects(fleet, cluster, registry).filter(
    ({ kind, metadata }) =>
      /^Validating.*Policy(Binding)?$/.test(kind) &&
      metadata.name === 'tenantry-workloads',
  );
  for (const policy of [...policies].reverse())
    await sent(client, {
      verb: 'delete',
      resource: resourceOf(policy),
      name: policy.metadata.name,
    });
  const name = `${stage.tenant.metadata.name}/${stage.environment.name}`;
  const call = () =>
    clone.call('prove', name, '--control', 'host-probes', '--kubeconfig', way);
  const failed = await untilCode(call, 1);
  await applyAll(client, policies);
  const restored = await untilCode(call, 0);
  const environments = Proved.safeParse(failed.json).data?.environments ?? [];
  const failures = environments.flatMap(each => each.failures);
  return {
    name: `tenantry prove tells which attacks get in without a policy: ${failures.length} attempts`,
    ...problemOf([
      ...(failed.code === 1 ? [] : [`exit code ${failed.code}`]),
      ...(failures.some(
        ({ control, expected, said }) =>
          control === 'host-probes' &&
          expected === 'a refusal by host-probes' &&
          said === 'admitted',
      )
        ? []
        : [JSON.stringify(failures.slice(0, 3))]),
      ...(environments.some(({ reports }) => reports !== undefined)
        ? ['a report of one control was written']
        : []),
      ...(restored.code === 0 ? [] : [`restored, and yet: ${restored.text}`]),
    ]),
  };
}

const Score = z.object({
  score: z.object({
    refused: z.number(),
    decided: z.number(),
    undecided: z.number(),
    notTried: z.number(),
  }),
  controls: z.array(z.object({ control: z.string() })),
});

/** One that somebody set up by hand, and one that Tenantry did: in a folder without a repository. */
async function namespacesAreScored(scene: Scene): Promise<Check[]> {
  const { client, clone, plane, stage } = scene;
  await applyAll(client, handMadeObjects());
  const score = async (namespace: string, ...groups: readonly string[]) => {
    const called = await clone.call(
      'prove',
      ...['--directory', tmpdir()],
      ...['--namespace', namespace, ...groups],
      ...['--registry', 'registry.example.com'],
      ...['--kubeconfig', plane.kubeconfigs.platform],
    );
    const { data } = Score.safeParse(called.json);
    const { refused = 0, decided = 0 } = data?.score ?? {};
    const told = `${refused} of ${decided} in ${called.seconds.toFixed(1)} s`;
    return { ...called, data, refused, decided, told };
  };
  const foreign = await score(handMade);
  const { admin, developer, viewer } = castOf(stage);
  const managed = await score(
    stage.namespace,
    ...groupsOf('--admin-group', admin),
    ...groupsOf('--developer-group', developer),
    ...groupsOf('--viewer-group', viewer),
  );
  const stoppers = foreign.data?.controls.map(({ control }) => control) ?? [];
  return [
    {
      name: `tenantry prove --namespace scores what was made by hand: ${foreign.told}`,
      ...problemOf([
        ...(foreign.code === 1 ? [] : [`exit code ${foreign.code}`]),
        ...(foreign.decided >= 20 ? [] : [foreign.text]),
        ...(stoppers.includes('pod-security')
          ? []
          : [`what would stop them: ${stoppers.join()}`]),
      ]),
    },
    {
      name: `tenantry prove --namespace scores what Tenantry made: ${managed.told}`,
      ...problemOf([
        ...(managed.code === 0 ? [] : [managed.text]),
        ...(managed.decided >= 200 ? [] : [`only ${managed.decided}`]),
      ]),
    },
  ];
}

function groupsOf(option: string, who: Identity | undefined): string[] {
  return (who?.groups ?? []).flatMap(group => [option, group]);
}

/** A size that has room for fewer pods, on a namespace with none in use, and with more. */
async function useIsHeldAgainst(scene: Scene): Promise<Check[]> {
  const { client, clone, fleet, stage, way } = scene;
  const tenant = stage.tenant.metadata.name;
  const { sizes } = fleet.platform.spec;
  const withTiny: Fleet = {
    ...fleet,
    platform: {
      ...fleet.platform,
      spec: {
        ...fleet.platform.spec,
        sizes: {
          ...sizes,
          tiny: {
            ...sizes.small,
            counts: { ...sizes.small.counts, pods: 1 },
          },
        },
      },
    },
  };
  clone.commit(withTiny);
  execFileSync('git', ['checkout', '--quiet', '-b', 'smaller'], {
    cwd: clone.directory,
  });
  clone.commit({
    ...withTiny,
    tenants: withTiny.tenants.map(each =>
      each.metadata.name === tenant
        ? { ...each, spec: { ...each.spec, size: 'tiny' } }
        : each,
    ),
  });
  const verify = (kubeconfig: string) =>
    clone.call('verify', '--base', 'main', '--kubeconfig', kubeconfig);
  const idle = await verify(way);
  const pods = ['one', 'two'].map(name => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: stage.namespace },
    spec: harmlessPod(stage),
  }));
  await applyAll(client, pods);
  const busy = await untilCode(() => verify(way), 1);
  for (const { metadata } of pods)
    await sent(client, {
      verb: 'delete',
      resource: 'v1/pods',
      ...metadata,
      body: { gracePeriodSeconds: 0 },
    });
  return [
    {
      name: `tenantry verify has nothing against a smaller size with nothing in use, in ${idle.seconds.toFixed(
        1,
      )} s`,
      ...problemOf(idle.code === 0 ? [] : [idle.text]),
    },
    {
      name: 'tenantry verify refuses a size below what is in use',
      ...problemOf([
        ...(busy.code === 1 ? [] : [`exit code ${busy.code}`]),
        ...(busy.text.includes('"below-use"') &&
        busy.text.includes('and 2 are in use')
          ? []
          : [busy.text]),
      ]),
    },
  ];
}

function cloneOf(fleet: Fleet): Clone {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-command-'));
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Pat Platform',
        GIT_AUTHOR_EMAIL: 'pat@example.com',
        GIT_COMMITTER_NAME: 'Pat Platform',
        GIT_COMMITTER_EMAIL: 'pat@example.com',
      },
    });
  const clone: Clone = {
    directory,
    commit(files) {
      for (const [path, text] of repositoryFiles(files)) {
        const target = join(directory, path);
        mkdirSync(dirname(target), { recursive: true });
        writeFileSync(target, text);
      }
      git('add', '--all');
      git('commit', '--quiet', '--message', 'Change');
    },
    async call(...argv) {
      const started = Date.now();
      let text = '';
      const write = (more: string) => {
        text += more;
      };
      const output = { isTerminal: false, write };
      const code = await run([...argv, '--json'], {
        cwd: directory,
        env: {},
        stdin: { isTerminal: false, text: async () => '' },
        stdout: output,
        stderr: output,
      });
      const seconds = (Date.now() - started) / 1000;
      return { code, text, json: parsed(text), seconds };
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
  git('init', '--quiet', '--initial-branch=main');
  clone.commit(fleet);
  return clone;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is written takes up to a second to count. */
async function untilCode(
  call: () => Promise<Called>,
  code: number,
): Promise<Called> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const called = await call();
    if (called.code === code || Date.now() > deadline) return called;
    await sleep(250);
  }
}

/** Whoever changes a quota may be overtaken by what counts it. */
async function unhindered(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 20 || !/object has been modified/.test(String(error)))
        throw error;
      await sleep(50);
    }
  }
}

async function sent(
  client: ClusterClient,
  request: Parameters<ClusterClient['send']>[0],
): Promise<void> {
  await unhindered(async () => {
    const { status, message } = await client.send(
      request,
      request.verb === 'delete' ? {} : { query: { fieldManager: manager } },
    );
    if (status >= 300)
      throw new Error(`${request.verb} ${request.resource}: ${message}`);
  });
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the fleet has no such object');
  return value;
}
