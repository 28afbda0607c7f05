import { registry, renderCluster } from '@tenantry/controls';
import type { Control, DnsQuery, PartialObject } from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { Resolver } from 'node:dns/promises';
import type { ControlPlane } from '../rig/controlPlane';
import { startCoreDns } from '../rig/coredns';
import { attacksOf, problemOf } from './oracle';
import type { OracleResult } from './oracle';
import { stagesOf } from './stages';

/**
 * Every attack by a query, on a real CoreDNS with the rendered Corefile beside the control plane. Nothing where the
 * cluster's DNS isn't ours to configure.
 */
export async function checkDnsAttacks(
  plane: ControlPlane,
  fleet: Fleet,
  cluster: string,
  controls: readonly Control[] = registry,
): Promise<OracleResult[]> {
  const corefile = corefileOf(fleet, cluster, controls);
  const [stage] = stagesOf(fleet, cluster);
  if (!corefile || !stage) return [];
  const dns = await startCoreDns(plane, corefile);
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([`${dns.address}:${dns.port}`]);
  try {
    const results: OracleResult[] = [];
    // Who asks makes no difference: CoreDNS can't tell when the nodes have a cache.
    for (const { control, attack } of attacksOf('coredns', stage, controls)) {
      const { row, title } = attack;
      const answer = await lookUp(resolver, attack.attack);
      const twin = await lookUp(resolver, attack.twin);
      const problems = [
        ...(answer ? [`${attack.attack.name} is answered: ${answer}`] : []),
        ...(twin ? [] : [`the twin ${attack.twin.name} isn't answered`]),
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
    resolver.cancel();
    await dns.stop();
  }
}

function corefileOf(
  fleet: Fleet,
  cluster: string,
  controls: readonly Control[],
): string | undefined {
  const facts = fleet.clusters.find(
    ({ metadata }) => metadata.name === cluster,
  );
  if (!facts?.spec.dns.coredns) return undefined;
  const { configMap } = facts.spec.dns.coredns;
  const found = renderCluster(facts, fleet, controls).objects.find(
    ({ object }) =>
      object.kind === 'ConfigMap' && object.metadata.name === configMap,
  );
  if (!found) return undefined;
  const { data } = found.object as PartialObject & {
    readonly data?: { readonly Corefile?: string };
  };
  return data?.Corefile;
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
