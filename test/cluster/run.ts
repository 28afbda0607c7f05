/**
 * `npm run test:cluster`: every attack of every control on real API servers, in both dialects, and the mutation score.
 *
 * `-- --kubeconfig FILE` plays the attacks on a cluster of your own instead (a disposable one, without Tenantry on it):
 * only namespaces of the suite's own are touched, and its cluster-wide policies look at no others.
 *
 * `-- --dialect native --cluster full --control host-probes --attacks --oracles --proving --observing --adopting --command --importing --outages --reconciling --mutants --most 5 --report FILE` plays a part of it.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findControl, registry } from '@tenantry/controls';
import { MissingRequirement } from './rig/missing';
import { requireRedis } from './rig/redis';
import { battle, battleOn, plays, sum, tellChecks } from './suite/battle';
import type { Play, Tally } from './suite/battle';
import { dialects } from './suite/fleet';
import type { Dialect } from './suite/fleet';
import { checkImporting } from './suite/importing';
import { checkOutages } from './suite/outages';
import { checkReconciling } from './suite/reconciling';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string', multiple: true },
    cluster: { type: 'string', multiple: true },
    control: { type: 'string', multiple: true },
    attacks: { type: 'boolean' },
    oracles: { type: 'boolean' },
    proving: { type: 'boolean' },
    observing: { type: 'boolean' },
    adopting: { type: 'boolean' },
    command: { type: 'boolean' },
    mutants: { type: 'boolean' },
    outage: { type: 'boolean' },
    outages: { type: 'boolean' },
    importing: { type: 'boolean' },
    reconciling: { type: 'boolean' },
    most: { type: 'string', default: '20' },
    kubeconfig: { type: 'string' },
    report: { type: 'string' },
  },
});

/** Played on clusters of their own. */
const ownPlays = ['importing', 'outages', 'reconciling'] as const;

interface Battle {
  readonly dialect: Dialect;
  readonly cluster: string;
  readonly play: readonly Play[];
}

/**
 * Each dialect on the cluster that has everything, and on the one that has only what it must. What a part is good for
 * shows where every control is in force; what no rule decides is the same in both dialects.
 */
const battles: readonly Battle[] = [
  { dialect: 'native', cluster: 'full', play: plays },
  { dialect: 'native', cluster: 'plain', play: ['attacks'] },
  {
    dialect: 'kyverno',
    cluster: 'full',
    play: [
      'attacks',
      'proving',
      'observing',
      'command',
      'adopting',
      'mutants',
      'outage',
    ],
  },
  { dialect: 'kyverno', cluster: 'plain', play: ['attacks'] },
];

async function main() {
  const controls = values.control?.map(id => {
    const control = findControl(id);
    if (!control) throw new MissingRequirement(`there is no control ${id}`);
    return control;
  });
  const asked = plays.filter(play => values[play]);
  const most = Number(values.most);
  const nothingAsked =
    asked.length === 0 && !ownPlays.some(play => values[play]);
  const onOwnCluster = (play: (typeof ownPlays)[number]) =>
    !values.kubeconfig && (nothingAsked || values[play]);
  const withArgoCd = onOwnCluster('reconciling');
  // Before everything else: what is missing is said at once.
  if (withArgoCd) await requireRedis();
  const tallies: Tally[] = [];
  if (values.kubeconfig)
    tallies.push(
      await battleOn(values.kubeconfig, {
        dialect: (values.dialect?.[0] ?? 'native') as Dialect,
        controls: controls ?? registry,
        most,
      }),
    );
  const withBattles = !values.kubeconfig && (nothingAsked || asked.length > 0);
  for (const { dialect, cluster, play } of withBattles ? battles : []) {
    if (!(values.dialect?.includes(dialect) ?? true)) continue;
    if (!(values.cluster?.includes(cluster) ?? true)) continue;
    tallies.push(
      await battle({
        dialect,
        cluster,
        controls: controls ?? registry,
        play: new Set(
          asked.length > 0 ? play.filter(act => asked.includes(act)) : play,
        ),
        most,
      }),
    );
  }
  // How the rules are written makes no difference in these.
  if (values.dialect?.includes('native') ?? true) {
    if (onOwnCluster('importing')) tallies.push(await importNamespaces());
    if (onOwnCluster('outages')) tallies.push(await outages());
  }
  if (withArgoCd)
    for (const dialect of dialects)
      if (values.dialect?.includes(dialect) ?? dialect === 'kyverno')
        tallies.push(await reconcile(dialect));
  const { passed, failed } = sum(tallies);
  if (values.report)
    writeFileSync(values.report, JSON.stringify({ passed, failed }));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** What is said of a cluster while it can't be looked at. */
async function outages(): Promise<Tally> {
  console.log('\n== native, cluster plain, with outages');
  return tellChecks(await checkOutages('native', 'plain'));
}

/** What a running Argo CD makes of the repository, on the cluster that has everything. */
async function reconcile(dialect: Dialect): Promise<Tally> {
  console.log(`\n== ${dialect}, under Argo CD`);
  return tellChecks(await checkReconciling(dialect, 'full'));
}

/** Real namespaces, adopted. */
async function importNamespaces(): Promise<Tally> {
  console.log('\n== native, 240 namespaces as they are found');
  return tellChecks(await checkImporting());
}

main().catch((error: unknown) => {
  console.error(error instanceof MissingRequirement ? error.message : error);
  process.exitCode = 1;
});
