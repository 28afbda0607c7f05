import type { ClusterFacts } from '@tenantry/cluster';
import type {
  ForgeKind,
  NewRepository,
  NewRepositoryProblem,
} from '@tenantry/gitops';
import { formatPath } from '@tenantry/model';
import type { ClusterSpecInput } from '@tenantry/model';
import { titleOf } from '../tenants/requestFromFlags';
import type { FlagProblem } from '../tenants/flagProblem';
import { initFlags, type InitFlags } from './initFlags';

/** What flags say, as the repository that they describe. What is missing stands there empty, for the model to complain about. */
export function repositoryFromFlags(
  flags: InitFlags,
  facts: Pick<ClusterFacts, 'dns' | 'runtimes'> | undefined,
  version: string,
): NewRepository {
  const { name = '', cluster = '', repositoryUrl = '' } = flags;
  return {
    platform: {
      name,
      spec: {
        title: flags.title ?? titleOf(name),
        repository: { url: repositoryUrl, branch: flags.branch ?? 'main' },
        groupPrefix: flags.groupPrefix ?? '',
        registries: (flags.registry ?? []).flatMap(listOf),
      },
    },
    cluster: { name: cluster, spec: clusterSpec(flags, facts) },
    owners: {
      reviewers: teamOf(flags.reviewers),
      leads: teamOf(flags.platformLeads),
    },
    forge: forgeOf(flags),
    version,
  };
}

/** On GitHub one word would be a person, whom nobody means: a line of code owners without rights is passed over in silence. */
function teamProblem(
  team: string,
  forge: NewRepository['forge'],
): string | undefined {
  if (
    !/^@?[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(team)
  )
    return 'is no team of a forge';
  return forge === 'github' && !team.includes('/')
    ? 'is a person on GitHub; name a team of your organisation'
    : undefined;
}

/** Problems of the teams, which no schema knows. */
export function ownerProblems(flags: InitFlags): FlagProblem[] {
  return (
    [
      ['--reviewers', flags.reviewers],
      ['--platform-leads', flags.platformLeads],
    ] as const
  ).flatMap(([flag, team = '']) => {
    const message = teamProblem(team, forgeOf(flags));
    return message === undefined
      ? []
      : [{ flag: `${flag} ${team}`, message, example: '@example/platform' }];
  });
}

/** The flag that a problem of one of the documents comes from. */
export function initFlagOf({
  document,
  path,
  ...problem
}: NewRepositoryProblem): FlagProblem {
  const place = [document, ...path.map(String)].join('.');
  const flag = initFlags.find(
    ({ at }) => at !== undefined && `${place}.`.startsWith(`${at}.`),
  );
  return {
    ...problem,
    flag: flag?.flag.split(' ')[0] ?? `${document} ${formatPath(path)}`,
  };
}

function clusterSpec(
  flags: InitFlags,
  facts: Pick<ClusterFacts, 'dns' | 'runtimes'> | undefined,
): ClusterSpecInput {
  const { ingressClass, ingressNamespace } = flags;
  const { gatewayClass, gatewayNamespace } = flags;
  const controlPlane = listOf(flags.controlPlaneCidr);
  const runtimes = facts?.runtimes ?? {};
  return {
    title: flags.clusterTitle ?? titleOf(flags.cluster ?? ''),
    kubernetesVersion: flags.kubernetesVersion ?? '',
    server: flags.server ?? '',
    network: {
      plugin: choice(flags.networkPlugin, ['cilium', 'calico', 'other']),
      podCIDRs: listOf(flags.podCidr),
      serviceCIDRs: listOf(flags.serviceCidr),
      nodeCIDRs: listOf(flags.nodeCidr),
      ...(controlPlane.length > 0 ? { controlPlaneCIDRs: controlPlane } : {}),
    },
    dns: dnsOf(facts?.dns),
    policyEngine: choice(flags.policyEngine, ['kyverno', 'native']),
    ...(Object.keys(runtimes).length > 0 ? { runtimes } : {}),
    ...(ingressClass !== undefined || ingressNamespace !== undefined
      ? {
          ingress: {
            class: ingressClass ?? '',
            namespace: ingressNamespace ?? '',
          },
        }
      : {}),
    ...(gatewayClass !== undefined || gatewayNamespace !== undefined
      ? {
          gateway: {
            class: gatewayClass ?? '',
            namespace: gatewayNamespace ?? '',
          },
        }
      : {}),
    ...(flags.storageClass ? { storageClasses: [...flags.storageClass] } : {}),
  };
}

/** Written out, so that whoever reads the file sees what the rules are made of. */
function dnsOf(dns: ClusterFacts['dns']): ClusterSpecInput['dns'] {
  const {
    namespace,
    podLabels,
    nodeLocalAddresses = [],
  } = dns ?? {
    namespace: 'kube-system',
    podLabels: { 'k8s-app': 'kube-dns' },
  };
  return {
    namespace,
    podLabels,
    ...(nodeLocalAddresses.length > 0 ? { nodeLocalAddresses } : {}),
  };
}

/** Commander lets nothing else through. */
function choice<T extends string>(
  text: string | undefined,
  values: readonly [T, ...T[]],
): T {
  return values.find(value => value === text) ?? values[0];
}

function forgeOf({ forge, repositoryUrl = '' }: InitFlags): ForgeKind {
  if (forge === 'github' || forge === 'gitlab') return forge;
  return /^[a-z]+:\/\/[^/]*gitlab/.test(repositoryUrl) ? 'gitlab' : 'github';
}

function teamOf(team = ''): string {
  return team.startsWith('@') ? team : `@${team}`;
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(entry => entry.trim())
    .filter(Boolean);
}
