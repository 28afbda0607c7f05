import { stagesOf } from '@tenantry/cluster';
import { isMap, registry, renderCluster } from '@tenantry/controls';
import type { Control, DnsQuery } from '@tenantry/controls';
import type { Cluster, Fleet } from '@tenantry/model';
import { Resolver } from 'node:dns/promises';
import type { ControlPlane } from '../rig/controlPlane';
import { startCoreDns } from '../rig/coredns';
import { attacksOf } from './oracle';
import type { OracleResult } from './oracle';
import { problemOf } from './problemOf';

/** As a cluster has it that nobody configured: what it answers too isn't kept back by us. */
const stock = (zone: string) => `.:53 {
    errors
    kubernetes ${zone} in-addr.arpa ip6.arpa {
        pods insecure
    }
    cache 30
}
`;

/**
 * Every attack by a query, on a real CoreDNS with the rendered Corefile beside the control plane. A CoreDNS as it comes
 * must answer it, or it is no attack. Nothing where the cluster's DNS isn't ours to configure.
 */
export async function checkDnsAttacks(
  plane: ControlPlane,
  fleet: Fleet,
  cluster: string,
  controls: readonly Control[] = registry,
): Promise<OracleResult[]> {
  const facts = fleet.clusters.find(
    ({ metadata }) => metadata.name === cluster,
  );
  const [stage] = stagesOf(fleet, cluster);
  if (!facts?.spec.dns.coredns || !stage) return [];
  const { configMap, zone } = facts.spec.dns.coredns;
  const ours = await startDns(plane, corefileOf(facts, fleet, configMap));
  const theirs = await startDns(plane, stock(zone));
  try {
    const results: OracleResult[] = [];
    // Who asks makes no difference: CoreDNS can't tell when the nodes have a cache.
    for (const { control, attack } of attacksOf('coredns', stage, controls)) {
      const { row, title } = attack;
      const answer = await ours.lookUp(attack.attack);
      const problems = [
        ...(answer ? [`${attack.attack.name} is answered: ${answer}`] : []),
        ...((await ours.lookUp(attack.twin))
          ? []
          : [`the twin ${attack.twin.name} isn't answered`]),
        ...((await theirs.lookUp(attack.attack))
          ? []
          : [`nobody answers ${attack.attack.name} anyway`]),
      ];
      results.push({
        control,
        row,
        title,
        where: cluster,
        ...problemOf(problems),
      });
    }
    return results;
  } finally {
    await ours.stop();
    await theirs.stop();
  }
}

function corefileOf(cluster: Cluster, fleet: Fleet, configMap: string): string {
  const found = renderCluster(cluster, fleet).objects.find(
    ({ object }) =>
      object.kind === 'ConfigMap' && object.metadata.name === configMap,
  );
  const data = found?.object.data;
  const corefile = isMap(data) ? data.Corefile : undefined;
  if (typeof corefile !== 'string')
    throw new Error(`no ConfigMap ${configMap} with a Corefile is rendered`);
  return corefile;
}

async function startDns(plane: ControlPlane, corefile: string) {
  const { address, port, stop } = await startCoreDns(plane, corefile);
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([`${address}:${port}`]);
  return {
    lookUp: (query: DnsQuery) => lookUp(resolver, query),
    async stop() {
      resolver.cancel();
      await stop();
    },
  };
}

/** That there is no such name, or that it may not be asked for. */
const negative = new Set(['ENOTFOUND', 'ENODATA', 'EREFUSED']);

/** What is answered; `undefined` for an answer without anything in it. */
async function lookUp(
  resolver: Resolver,
  { name, type }: DnsQuery,
): Promise<string | undefined> {
  try {
    const records = await resolver.resolve(name, type);
    return JSON.stringify(records);
  } catch (error) {
    const code = error instanceof Error && 'code' in error && error.code;
    if (typeof code === 'string' && negative.has(code)) return undefined;
    throw error;
  }
}
