import { readCluster } from '@tenantry/cluster';
import { compareRepository, observedKinds } from '@tenantry/gitops';
import type { LiveClusters } from '@tenantry/controls';
import type { Cluster } from '@tenantry/model';
import { UsageError, type Answer } from '../answer';
import {
  closeAll,
  connectClusters,
  type Connection,
} from '../clusters/connectClusters';
import { addKubeconfigs } from '../clusters/wayIn';
import { differenceAnswer, type NotLookedAt } from '../print/difference';
import {
  problemsAbout,
  readRepository,
  tenantsNamed,
  type RepositoryNow,
} from '../repository/readRepository';
import type { Call, Verb } from '../verb';

interface Options {
  readonly kubeconfig?: readonly string[];
  readonly cluster?: string;
  readonly argocd?: string;
  readonly revision?: string;
  readonly platform?: boolean;
}

/** Where a cluster is for whoever runs on it. */
const inCluster = 'https://kubernetes.default.svc';

/** `tenantry diff`: declared against live. */
export const diff: Verb = {
  examples: [
    {
      command: 'tenantry diff',
      does: 'everything that is declared for the cluster that kubectl would speak to',
    },
    {
      command:
        'tenantry diff payments --kubeconfig dev-1=dev.yaml --kubeconfig prod-1=all.yaml#prod',
      does: 'one tenant, on two clusters',
    },
    {
      command:
        'tenantry diff --revision origin/main --argocd prod-1 --kubeconfig prod-1=prod.yaml',
      does: 'what was merged, with what Argo CD holds there',
    },
  ],
  configure(command) {
    command.argument('[tenant...]', 'these tenants only; default: all');
    addKubeconfigs(command, "kubectl's current context");
    command
      .option(
        '--cluster <name>',
        'the cluster that a kubeconfig without a name leads to; default: the one whose cluster.yaml has its address',
      )
      .option(
        '--argocd <cluster>',
        `the cluster that Argo CD runs on; default: the one that its cluster.yaml calls ${inCluster}`,
      )
      .option(
        '--revision <revision>',
        'what is declared there; default: in your working folder',
      )
      .option('--platform', 'what all tenants share, and no tenant');
  },
  async run({ args, options, directory, io, progress }: Call): Promise<Answer> {
    const given = options as Options;
    const names = namesIn(args, given);
    const state = await readRepository(directory, given.revision);
    tenantsNamed(state.fleet, names ?? []);
    const connections = await connectClusters(state.fleet.clusters, {
      kubeconfigs: given.kubeconfig,
      cluster: given.cluster,
      cwd: io.cwd,
    });
    try {
      const argoCd = whereArgoCdRuns(connections, given.argocd);
      const clusters = await read(connections, state, argoCd, progress);
      progress('');
      return differenceAnswer({
        comparison: compareRepository({ state, clusters, tenants: names }),
        problems: problemsAbout(state.problems, names),
        clusters: connections.map(({ cluster, client }) => ({
          name: cluster.metadata.name,
          server: client.server,
          argoCd: cluster === argoCd,
        })),
        notLookedAt: notLookedAt(state, { names, connections, argoCd }),
      });
    } finally {
      closeAll(connections);
    }
  },
};

function namesIn(
  args: Call['args'],
  { platform }: Options,
): readonly string[] | undefined {
  // Commander gives the one argument that may be repeated as a list.
  const names = args.flat().filter(name => name !== undefined);
  if (platform && names.length > 0)
    throw new UsageError('--platform is about no tenant; leave the names out');
  if (platform) return [];
  return names.length > 0 ? names : undefined;
}

/** @throws UsageError */
function whereArgoCdRuns(
  connections: readonly Connection[],
  name: string | undefined,
): Cluster | undefined {
  const clusters = connections.map(({ cluster }) => cluster);
  if (name === undefined)
    return clusters.find(({ spec }) => spec.server.startsWith(inCluster));
  const found = clusters.find(({ metadata }) => metadata.name === name);
  if (found) return found;
  throw new UsageError(
    `--argocd ${name} is none of the clusters that kubeconfigs lead to (${clusters
      .map(({ metadata }) => metadata.name)
      .join(', ')})`,
  );
}

async function read(
  connections: readonly Connection[],
  { tree }: RepositoryNow,
  argoCd: Cluster | undefined,
  progress: Call['progress'],
): Promise<LiveClusters> {
  const clusters = new Map(
    await Promise.all(
      connections.map(async ({ cluster, client }) => {
        const { name } = cluster.metadata;
        const kinds = observedKinds(tree, name, { argoCd: cluster === argoCd });
        const live = await readCluster(client, kinds, {
          onProgress: (done, all) =>
            progress(`reading ${name}: ${done} of ${all} kinds of objects`),
        });
        return [name, live] as const;
      }),
    ),
  );
  return { clusters, argoCd: argoCd && clusters.get(argoCd.metadata.name) };
}

/** What the answer is not about, so that nobody takes it for good. */
function notLookedAt(
  { fleet }: RepositoryNow,
  seen: {
    readonly names: readonly string[] | undefined;
    readonly connections: readonly Connection[];
    readonly argoCd: Cluster | undefined;
  },
): NotLookedAt {
  const connected = seen.connections.map(
    ({ cluster }) => cluster.metadata.name,
  );
  const tenants = fleet.tenants.filter(
    ({ metadata }) => seen.names?.includes(metadata.name) ?? true,
  );
  const others = tenants
    .flatMap(({ spec }) => spec.environments.map(({ cluster }) => cluster))
    .filter(name => !connected.includes(name));
  return {
    clusters: [...new Set(others)].sort(),
    argoCd: seen.argoCd === undefined,
  };
}
