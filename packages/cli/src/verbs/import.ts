import {
  changesTo,
  folderTree,
  readFleet,
  writeChanges,
} from '@tenantry/gitops';
import type { FileChange } from '@tenantry/gitops';
import {
  adoptions,
  formatReport,
  importFiles,
  importFleet,
} from '@tenantry/import';
import type {
  Adoption,
  Import,
  ImportFiles,
  InputFile,
} from '@tenantry/import';
import { dateProblem, dayOf } from '@tenantry/model';
import type { Fleet } from '@tenantry/model';
import { Option } from 'commander';
import type { Answer } from '../answer';
import { UsageError } from '../answer';
import { readHints } from '../importing/readHints';
import { readSources } from '../manifests/readSources';
import { counted } from '../print/counted';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';

interface Options {
  readonly cluster?: string;
  readonly adopt: Adoption;
  readonly until?: string;
  readonly hints?: string;
  readonly profile?: string;
  readonly size?: string;
  readonly kubeconfig?: string;
  readonly dryRun?: boolean;
  readonly cut?: boolean;
}

interface Imported {
  readonly found: Import;
  readonly files: ImportFiles;
  /** What has to be written to the repository. */
  readonly changes: readonly FileChange[];
}

/** `tenantry import`: namespaces that are there become tenants. */
export const importNamespaces: Verb = {
  examples: [
    {
      command:
        'tenantry import ../namespaces --cluster prod-1 --until 2027-06-30 > report.md',
      does: 'a folder of manifests; nothing that is there changes',
    },
    {
      command:
        'tenantry import --kubeconfig ~/.kube/prod --until 2027-06-30 --dry-run',
      does: 'the namespaces of a live cluster; the report alone',
    },
    {
      command: 'tenantry import ../namespaces --adopt enforce --cut',
      does: 'ours take the place of theirs, which leave their files',
    },
  ],
  configure(command) {
    command
      .argument('[paths...]', 'manifests: files and folders')
      .option(
        '--cluster <name>',
        'the cluster that the namespaces are on; default: the only one',
      )
      .addOption(
        new Option('--adopt <way>', 'what may change on the cluster')
          .choices([...adoptions])
          .default('identical'),
      )
      .option(
        '--until <day>',
        'the day by which they are to be enforced, to adopt identically',
      )
      .option(
        '--hints <file>',
        'how your organisation says what a namespace is, in YAML',
      )
      .option('--profile <name>', 'for all; default: the nearest')
      .option('--size <name>', 'for all; default: the nearest')
      .option(
        '--kubeconfig <file>',
        'read the namespaces of a live cluster, in the place of manifests',
      )
      .option('--dry-run', 'write nothing, and tell what would be')
      .option(
        '--cut',
        'also take out of the manifests what ours stand in for (widen, enforce)',
      );
  },
  async run({ args, options, directory, io }: Call): Promise<Answer> {
    const given = options as Options;
    const paths = args.filter(path => path !== undefined);
    assertPossible(given, paths);
    const tree = folderTree(directory);
    const { fleet } = readFleet(tree);
    const input = await readInput(given, paths, io);
    const found = importFleet(
      {
        files: input,
        platform: fleet.platform,
        cluster: clusterOf(fleet, given.cluster),
        fleet,
      },
      { ...given, hints: await readHints(given.hints, io.cwd) },
    );
    const files = importFiles(found, fleet, input);
    const imported = {
      found,
      files,
      changes: changesTo(tree, files.repository, []),
    };
    if (!given.dryRun) {
      await writeChanges(directory, imported.changes);
      if (given.cut) await writeChanges(io.cwd, cutsOf(files));
    }
    return answerOf(imported, given);
  },
};

function assertPossible(
  { adopt, until, kubeconfig, cut }: Options,
  paths: readonly string[],
): void {
  if (adopt === 'identical' && until === undefined)
    throw new UsageError(
      'to adopt identically is to observe: say until which day, with --until 2027-06-30',
    );
  const problem = until === undefined ? undefined : dayProblem(until);
  if (problem) throw new UsageError(`--until ${until}: ${problem}`);
  if ((kubeconfig === undefined) === (paths.length === 0))
    throw new UsageError(
      kubeconfig === undefined
        ? 'name files or folders of manifests, or a live cluster with --kubeconfig'
        : 'name manifests or a live cluster, not both',
    );
  if (cut && kubeconfig !== undefined)
    throw new UsageError('--cut is about manifests, and a cluster has none');
}

function dayProblem(day: string): string | undefined {
  const problem = dateProblem(day);
  if (problem) return problem.message;
  return day < dayOf() ? 'has passed; choose a later day' : undefined;
}

async function readInput(
  { kubeconfig }: Options,
  paths: readonly string[],
  io: Call['io'],
): Promise<InputFile[]> {
  if (kubeconfig === undefined) {
    const sources = await readSources(paths, io);
    return sources.map(({ file, text }) => ({ path: file, text }));
  }
  // What speaks to clusters is large, and mostly not needed.
  const { readLiveManifests } = await import('@tenantry/cluster');
  const { openWay } = await import('../clusters/connectClusters');
  const client = await openWay(kubeconfig, io.cwd);
  try {
    return await readLiveManifests(client);
  } finally {
    client.close();
  }
}

function clusterOf({ clusters }: Fleet, name: string | undefined) {
  const known = clusters.map(({ metadata }) => metadata.name).join(', ');
  const found =
    name === undefined && clusters.length === 1
      ? clusters[0]
      : clusters.find(({ metadata }) => metadata.name === name);
  if (found) return found;
  if (clusters.length === 0)
    throw new UsageError(
      'the repository has no cluster.yaml that can be read: see `tenantry render --check`',
    );
  throw new UsageError(
    name === undefined
      ? `say which cluster they are on, with --cluster: ${known}`
      : `the repository has no cluster ${name}; it has ${known}`,
  );
}

function cutsOf({ source }: ImportFiles): FileChange[] {
  return source.map(({ path, change, text }) => ({
    path,
    change,
    content: text,
  }));
}

function answerOf(imported: Imported, options: Options): Answer {
  const { found, files, changes } = imported;
  const { report, tenants } = found;
  return {
    fine: report.refused.length + report.unreadable.length === 0,
    json: () => ({
      written: !options.dryRun,
      tenants: tenants.map(({ metadata }) => metadata.name),
      files: changes.map(({ path, change }) => ({ path, change })),
      source: files.source.map(({ path, change }) => ({ path, change })),
      report,
    }),
    text: style =>
      `${formatReport(report).trimEnd()}\n\n${written(
        imported,
        options,
        style,
      )}`,
  };
}

function written(
  { found, files, changes }: Imported,
  { dryRun, cut }: Options,
  style: Style,
): string {
  const what = `${counted(changes.length, 'file')} of ${counted(
    found.tenants.length,
    'tenant',
  )}`;
  const lines = [dryRun ? `${what} would be written.` : `${what} written.`];
  if (files.source.length > 0) {
    const own = counted(files.source.length, 'manifest file');
    if (cut && !dryRun) lines.push(`What ours stand in for left ${own}.`);
    else
      lines.push(
        `${own} ${
          files.source.length === 1 ? 'holds' : 'hold'
        } what ours stand in for: take it out with --cut before you merge.`,
      );
  }
  if (found.report.refused.length > 0)
    lines.push(
      style.yellow(
        `${counted(
          found.report.refused.length,
          'namespace',
        )} not adopted; the report says why.`,
      ),
    );
  return lines.join('\n');
}
