import {
  openLocalRepository,
  readClusters,
  verifyChange,
  verifyRules,
} from '@tenantry/gitops';
import type {
  LiveUse,
  LocalRepository,
  Verification,
  VerifyInput,
} from '@tenantry/gitops';
import { dayOf, type Finding } from '@tenantry/model';
import { Option } from 'commander';
import type { Answer } from '../answer';
import { addKubeconfigs } from '../clusters/wayIn';
import { commitsOf } from '../ends';
import { addEnds, collect, type Ends } from '../options';
import { counted } from '../print/counted';
import {
  findingsText,
  githubAnnotations,
  gitlabReport,
} from '../print/findings';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';

interface Options extends Ends {
  readonly bulk?: boolean;
  readonly authorGroup?: readonly string[];
  readonly platformGroup?: readonly string[];
  readonly kubeconfig?: readonly string[];
  readonly format: 'text' | 'github' | 'gitlab';
}

/** `tenantry verify`: the required check. */
export const verify: Verb = {
  examples: [
    {
      command: 'tenantry verify',
      does: 'your working folder against the default branch',
    },
    {
      command: 'tenantry verify --base origin/main --head FETCH_HEAD',
      does: 'somebody’s change, without checking it out',
    },
    {
      command: 'tenantry verify --base origin/main --format github',
      does: 'in GitHub Actions, with annotations on the lines',
    },
    {
      command: 'tenantry verify --kubeconfig prod-1=prod.yaml',
      does: 'with what is in use there, which no quota may go below',
    },
  ],
  configure(command) {
    addEnds(command);
    addKubeconfigs(command, 'sizes are held against no use');
    command
      .option('--bulk', 'many tenants at once are meant, such as an upgrade')
      .option(
        '--author-group <group>',
        'a group of whoever made the change, to be held against owners; may be repeated',
        collect,
      )
      .option(
        '--platform-group <group>',
        'a group that may change everything; may be repeated',
        collect,
      )
      .addOption(
        new Option('--format <format>', 'how findings are told')
          .choices(['text', 'github', 'gitlab'])
          .default('text'),
      );
  },
  async run({ options, directory, io, progress }: Call): Promise<Answer> {
    const given = options as Options;
    const repository = await openLocalRepository(directory);
    try {
      const ends = await commitsOf(repository, given);
      const live = await connect(repository, ends.base, given, io.cwd);
      const verification = await verifyChange({
        repository,
        ...ends,
        use: live?.use,
        today: dayOf(),
        bulk: given.bulk,
        author: authorOf(given),
        onProgress: (done, all) =>
          progress(done < all ? `${done} of ${counted(all, 'tenant')}` : ''),
      }).finally(live?.close);
      return answerOf(verification, given.format);
    } finally {
      await repository.close();
    }
  },
};

/** Knows of clusters as the base has them: no change says itself where its use is looked up. */
async function connect(
  repository: LocalRepository,
  base: string,
  { kubeconfig }: Options,
  cwd: string,
): Promise<{ readonly use: LiveUse; close(): void } | undefined> {
  if (!kubeconfig) return undefined;
  // What speaks to clusters is large, and mostly not needed.
  const { closeAll, connectClusters } = await import(
    '../clusters/connectClusters'
  );
  const { liveUse } = await import('../clusters/liveUse');
  const connections = await connectClusters(
    await readClusters(repository, base),
    { kubeconfigs: kubeconfig, cwd },
  );
  return { use: liveUse(connections), close: () => closeAll(connections) };
}

function authorOf({
  authorGroup,
  platformGroup = [],
}: Options): VerifyInput['author'] {
  return authorGroup && { groups: authorGroup, platformGroups: platformGroup };
}

function answerOf(
  { findings, tenants, files }: Verification,
  format: Options['format'],
): Answer {
  const fine = findings.every(({ level }) => level !== 'error');
  const says = (style: Style) => {
    const looked = `${counted(files, 'changed file')}, ${counted(
      tenants.length,
      'tenant',
    )} rendered`;
    const warned = findings.length > 0;
    return fine
      ? `${style.green(`Nothing stands against this change: ${looked}`)}${
          warned
            ? `, ${style.yellow(counted(findings.length, 'warning'))}.`
            : style.green('.')
        }`
      : `${style.red(counted(findings.length, 'finding'))}: ${looked}.`;
  };
  return {
    fine,
    json: () => ({ fine, files, tenants, findings }),
    text: style => {
      if (format === 'gitlab')
        return JSON.stringify(gitlabReport(findings), undefined, 2);
      const parts =
        format === 'github'
          ? [githubAnnotations(findings), says(style)]
          : [
              findingsText(findings, style),
              waysOut(findings, style),
              says(style),
            ];
      return parts.filter(Boolean).join(format === 'github' ? '\n' : '\n\n');
    },
  };
}

/** What to do about each rule that was broken, once. */
function waysOut(findings: readonly Finding[], style: Style): string {
  const broken = new Set(findings.map(({ rule }) => rule));
  return Object.entries(verifyRules)
    .filter(([name]) => broken.has(name))
    .map(([name, { wayOut }]) => `${style.bold(name)}: ${wayOut}`)
    .join('\n');
}
