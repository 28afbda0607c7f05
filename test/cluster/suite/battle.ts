import { openCluster } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { systemNamespace } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { startControlPlane } from '../rig/controlPlane';
import type { ControlPlane } from '../rig/controlPlane';
import { startKyverno } from '../rig/kyverno';
import { MissingRequirement } from '../rig/missing';
import { checkArgoAttacks } from './argoProjects';
import { checkAdopting } from './adopting';
import { openArena } from './arena';
import type { Arena } from './arena';
import { attackStage } from './attack';
import { crdsOf } from './crdsOf';
import { checkCommand } from './command';
import { checkDnsAttacks } from './dns';
import { checkExcepting } from './excepting';
import { provingGround } from './fleet';
import type { Dialect } from './fleet';
import { checkFlows } from './flows';
import { mutationTest } from './mutation';
import { checkObserving } from './observing';
import { tell } from './oracle';
import { checkOutage } from './outage';
import { checkProving } from './proving';
import type { Check } from './proving';
import { failures, score, survivors, table } from './report';
import type { StageResult } from './report';

/**
 * What can be played: `attacks` on the API server; `oracles`, which is what its headers, Argo CD's own code and a real
 * CoreDNS say; `proving`, which is `prove` as a prover; `observing`, which is what a page says of the cluster; `adopting`, which is a
 * namespace that is observed first, and one that is excepted; `command`, which is what `tenantry` says of it; `mutants`, which is the same attacks with a part
 * left out;
 * `outage`, which is what still holds while Kyverno is down, and comes last.
 */
export const plays = [
  'attacks',
  'oracles',
  'proving',
  'observing',
  'command',
  // Leaves a tenant that nobody declares.
  'adopting',
  'mutants',
  'outage',
] as const;
export type Play = (typeof plays)[number];

export interface BattleOptions {
  readonly dialect: Dialect;
  /** A cluster of `../platform/clusters`, whose facts are rendered. */
  readonly cluster: string;
  readonly controls: readonly Control[];
  readonly play: ReadonlySet<Play>;
  /** Failures told in full; one fault often shows in many attempts. */
  readonly most: number;
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** One dialect on one cluster's facts: a control plane of its own, the guard-rails, every attack, every mutant. */
export async function battle(options: BattleOptions): Promise<Tally> {
  const { dialect, cluster, play } = options;
  console.log(`\n== ${dialect}, cluster ${cluster}`);
  const started = Date.now();
  const fleet = provingGround(dialect);
  const plane = await startControlPlane({
    crds: [
      ...crdsOf(fleet.clusters, cluster),
      ...(play.has('proving') || play.has('observing') || play.has('command')
        ? (['policy-reports', 'open-reports'] as const)
        : []),
    ],
    ...(play.has('adopting') && dialect === 'native'
      ? { audit: 'Metadata' as const }
      : {}),
  });
  try {
    const kyverno =
      dialect === 'kyverno' ? await startKyverno(plane) : undefined;
    const arena = await openArena(plane.kubeconfigs.platform, fleet, cluster);
    console.log(`ready after ${seconds(started)}`);
    try {
      const acts: Record<Play, () => Promise<Tally>> = {
        attacks: () => playAttacks(arena, options),
        oracles: () => playOracles(plane, arena, fleet, options),
        proving: async () => tellChecks(await checkProving(plane, arena)),
        observing: async () =>
          tellChecks(await checkObserving(plane, arena, fleet, cluster)),
        adopting: async () =>
          tellChecks([
            ...(await checkAdopting(arena, fleet, cluster, {
              dialect,
              auditLog: plane.auditLog,
            })),
            ...(await checkExcepting(arena, fleet, cluster)),
          ]),
        command: async () =>
          tellChecks(await checkCommand(plane, arena, fleet, cluster)),
        mutants: () => playMutants(arena, options),
        outage: async () =>
          kyverno ? tell('outage', await checkOutage(kyverno, arena)) : sum([]),
      };
      const tallies: Tally[] = [];
      for (const act of plays)
        if (play.has(act)) tallies.push(await acts[act]());
      return sum(tallies);
    } finally {
      arena.close();
      await kyverno?.stop();
    }
  } finally {
    await plane.stop();
    console.log(`over after ${seconds(started)}`);
  }
}

/**
 * The attacks on somebody's own cluster, with namespaces of the suite's own, which are taken away again.
 *
 * @throws MissingRequirement where a Tenantry is installed already: its policies would be overwritten.
 */
export async function battleOn(
  kubeconfig: string,
  options: Pick<BattleOptions, 'dialect' | 'controls' | 'most'>,
): Promise<Tally> {
  const client = await openCluster({ kubeconfig });
  const user = await whoAmI(client);
  const installed = await client.get(`/api/v1/namespaces/${systemNamespace}`);
  client.close();
  if (installed.status !== 404)
    throw new MissingRequirement(
      `${client.server} has the namespace ${systemNamespace} (or doesn't let ${user} look): the suite would overwrite its policies. Use a cluster without Tenantry.`,
    );
  const fleet = provingGround(options.dialect, user);
  const arena = await openArena(kubeconfig, fleet, 'plain');
  try {
    return await playAttacks(arena, options);
  } finally {
    await arena.demolish();
    arena.close();
  }
}

async function whoAmI(client: ClusterClient): Promise<string> {
  const answer = await client.send({
    verb: 'create',
    resource: 'authentication.k8s.io/v1/selfsubjectreviews',
    body: {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    },
  });
  const { status } = answer.body as {
    status?: { userInfo?: { username?: string } };
  };
  const user = status?.userInfo?.username;
  if (!user)
    throw new MissingRequirement(`${client.server}: ${answer.message}`);
  return user;
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, { passed, failed }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
    }),
    { passed: 0, failed: 0 },
  );
}

async function playAttacks(
  arena: Arena,
  { controls, most }: Pick<BattleOptions, 'controls' | 'most'>,
): Promise<Tally> {
  const started = Date.now();
  const perStage = arena.stages.map(async (stage): Promise<StageResult[]> => {
    const results = await attackStage(arena, stage, controls);
    return results.map(result => ({ ...result, namespace: stage.namespace }));
  });
  const results = (await Promise.all(perStage)).flat();
  const problems = failures(results);
  console.log(table(results, controls));
  print(problems, most);
  console.log(
    `\n${results.length} attempts in ${seconds(started)}: ${
      problems.length
    } kinds of failure`,
  );
  const refused = results.filter(({ verdict }) => verdict === 'refused').length;
  return { passed: refused, failed: problems.length };
}

async function playOracles(
  plane: ControlPlane,
  arena: Arena,
  fleet: Fleet,
  { cluster, controls }: BattleOptions,
): Promise<Tally> {
  return sum([
    tell('flows', await checkFlows(arena, controls)),
    tell('CoreDNS', await checkDnsAttacks(plane, fleet, cluster, controls)),
    tell('Argo CD', await checkArgoAttacks(fleet, controls)),
  ]);
}

export function tellChecks(checks: readonly Check[]): Tally {
  for (const { name, problem } of checks)
    console.log(problem ? `\nfailed: ${name}\n${problem}` : `holds: ${name}`);
  const failed = checks.filter(({ problem }) => problem !== undefined).length;
  return { passed: checks.length - failed, failed };
}

async function playMutants(
  arena: Arena,
  { controls, dialect, most }: BattleOptions,
): Promise<Tally> {
  const started = Date.now();
  // What isn't a rule is the same in every dialect.
  const kinds =
    dialect === 'native'
      ? (['rule', 'mutation', 'contribution', 'right'] as const)
      : (['rule', 'mutation'] as const);
  const results = await mutationTest(arena, controls, kinds);
  const alive = survivors(results);
  print(alive, most);
  console.log(`\n${score(results)} in ${seconds(started)}`);
  return { passed: results.length - alive.length, failed: alive.length };
}

function print(texts: readonly string[], most: number): void {
  for (const text of texts.slice(0, most)) console.log(`\n${text}`);
  if (texts.length > most) console.log(`\n… and ${texts.length - most} more`);
}

function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
