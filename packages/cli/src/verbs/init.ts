import {
  existingFiles,
  forges,
  newRepository,
  writeChanges,
  type Files,
} from '@tenantry/gitops';
import { Option } from 'commander';
import { relative, resolve } from 'node:path';
import { version } from '../../package.json';
import { UsageError, type Answer } from '../answer';
import { askForInit, missingInitFlags } from '../init/askForInit';
import { initFlags, repeated, type InitFlags } from '../init/initFlags';
import { readLive, type Live } from '../init/readLive';
import {
  initFlagOf,
  ownerProblems,
  repositoryFromFlags,
} from '../init/repositoryFromFlags';
import { withFacts } from '../init/withFacts';
import { collect } from '../options';
import { counted } from '../print/counted';
import type { Style } from '../print/style';
import { promptsFor, type Prompts } from '../prompts/prompts';
import { flagProblemsText, type FlagProblem } from '../tenants/flagProblem';
import { missingText } from '../tenants/missingText';
import type { Call, Verb } from '../verb';

interface Options extends InitFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly json?: boolean;
  readonly directory?: string;
}

/** `tenantry init`: a new GitOps repository. */
export const init: Verb = {
  examples: [
    { command: 'tenantry init tenants', does: 'asks for everything' },
    {
      command: 'tenantry init tenants --context prod-1',
      does: 'reads the facts of the first cluster, and asks for the rest',
    },
    {
      command:
        'tenantry init --name example --cluster prod-1 --kubeconfig ~/.kube/prod-1 …',
      does: 'without a question, once every flag is there; it says which are not',
    },
  ],
  configure(command) {
    command.argument('[folder]', 'where it goes; default: where you are');
    for (const { key, flag, what, choices } of initFlags) {
      const option = new Option(flagsOf(flag, what), what);
      if (choices) option.choices([...choices]);
      if (repeated.includes(key)) option.argParser(collect);
      command.addOption(option);
    }
    command
      .addOption(
        new Option(
          '--forge <forge>',
          'where the repository lives; default: by its address',
        ).choices([...forges]),
      )
      .option(
        '--kubeconfig <file>',
        'reads the facts of the first cluster; default: nothing is read, unless --context is given',
      )
      .option('--context <name>', 'of the kubeconfig, where it is not its own');
  },
  async run({ args: [folder = '.'], options, directory, io, progress }: Call) {
    const given = options as Options;
    // A new repository goes where it was called, also within another one.
    const place = given.directory === undefined ? io.cwd : directory;
    const target = resolve(place, folder);
    const missing = missingInitFlags(given).length > 0;
    const prompts = missing ? await promptsFor(io, given) : undefined;
    const live = await askedLive(given, prompts, progress);
    const { flags: known, notes } = live
      ? withFacts(given, live.facts, live.server)
      : { flags: given, notes: [] };
    const flags = prompts ? await askForInit(prompts, known) : known;
    const lacking = missingInitFlags(flags);
    if (lacking.length > 0)
      throw new UsageError(
        [missingText(lacking), ...notes.map(note => `note: ${note}`)].join(
          '\n',
        ),
      );
    const made = newRepository(
      repositoryFromFlags(flags, live?.facts, version),
    );
    const problems = [
      ...ownerProblems(flags),
      ...(made.ok ? [] : made.problems.map(initFlagOf)),
    ];
    if (!made.ok || problems.length > 0) return refused(problems);
    const inTheWay = await existingFiles(target, made.value);
    if (inTheWay.length > 0) throw new UsageError(occupied(target, inTheWay));
    await writeChanges(
      target,
      [...made.value].map(([path, content]) => ({
        path,
        content,
        change: 'added',
      })),
    );
    return begun({
      files: made.value,
      notes,
      folder: relative(io.cwd, target),
    });
  },
};

/** Only where somebody asks for it: a context that happens to be current is nobody's business. */
async function askedLive(
  { kubeconfig, context }: Options,
  prompts: Prompts | undefined,
  progress: Call['progress'],
): Promise<Live | undefined> {
  const wanted =
    kubeconfig !== undefined ||
    context !== undefined ||
    (await prompts?.confirm({
      message:
        'Read the facts of the first cluster from the current context of kubectl?',
      default: false,
    }));
  if (!wanted) return undefined;
  progress('reading the cluster');
  try {
    return await readLive({ kubeconfig, context });
  } finally {
    progress('');
  }
}

function refused(problems: readonly FlagProblem[]): Answer {
  return {
    fine: false,
    json: () => ({ written: false, problems }),
    text: style =>
      [
        flagProblemsText(problems, style),
        style.red('Nothing was written.'),
      ].join('\n'),
  };
}

function occupied(target: string, paths: readonly string[]): string {
  const shown = paths.slice(0, 10).join(', ');
  const rest = paths.length - 10;
  return `${target} holds files that would be written: ${shown}${
    rest > 0 ? ` and ${rest} more` : ''
  }. Nothing was written; name an empty folder, or take them away.`;
}

function begun({
  files,
  notes,
  folder,
}: {
  readonly files: Files;
  readonly notes: readonly string[];
  readonly folder: string;
}): Answer {
  const own = [...files.keys()].filter(path => !isRendered(path));
  return {
    fine: true,
    json: () => ({ written: true, files: [...files.keys()], notes }),
    text: style =>
      [
        [
          ...own.map(path => `+ ${path}`),
          `${counted(files.size - own.length, 'rendered file')} beside.`,
        ].join('\n'),
        notesText(notes, style),
        nextSteps(folder),
      ]
        .filter(Boolean)
        .join('\n\n'),
  };
}

function isRendered(path: string): boolean {
  return /^(argocd\/|clusters\/[^/]+\/(platform|tenants)\/)/.test(path);
}

function notesText(notes: readonly string[], style: Style): string {
  return notes.map(note => `${style.yellow('note')}: ${note}.`).join('\n');
}

function nextSteps(folder: string): string {
  return [
    'Look at the facts in cluster.yaml; README.md says what comes next. To begin:',
    ...(folder === '' ? [] : [`  cd ${folder}`]),
    '  git init --initial-branch=main && git add . && git commit --message "Begin"',
    '  tenantry new payments',
  ].join('\n');
}

/** `--name <name>` of `--name example`: how help and completion have it. */
function flagsOf(flag: string, what: string): string {
  const [long, value = ''] = flag.split(' ');
  if (value.startsWith('<')) return flag;
  return `${long} <${/ranges|addresses/.test(what) ? 'ranges' : 'value'}>`;
}
