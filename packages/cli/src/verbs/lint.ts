import { lintObjects, notJudged, readManifests, toSarif } from '@tenantry/lint';
import type { NotJudged } from '@tenantry/lint';
import type { Finding } from '@tenantry/model';
import { Option } from 'commander';
import { version } from '../../package.json';
import { UsageError, type Answer } from '../answer';
import { findEnvironment } from '../manifests/findEnvironment';
import { readSources } from '../manifests/readSources';
import { counted } from '../print/counted';
import {
  findingsText,
  githubAnnotations,
  gitlabReport,
} from '../print/findings';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';

interface Options {
  readonly environment: string;
  readonly as: 'deployer' | 'admin' | 'developer';
  readonly format: 'text' | 'github' | 'gitlab' | 'sarif';
  readonly docsUrl?: string;
  readonly notJudged?: boolean;
}

interface Linted {
  readonly findings: readonly Finding[];
  readonly objects: number;
  readonly silent: readonly NotJudged[];
}

/** `tenantry lint`: a tenant's own manifests by the rules of its environment. */
export const lint: Verb = {
  examples: [
    {
      command: 'tenantry lint -C ../tenants -e payments/prod deploy/',
      does: 'a folder of manifests, by the rules in a clone of the platform’s repository',
    },
    {
      command: 'helm template . | tenantry lint -C ../tenants -e payments/prod',
      does: 'what a chart gives',
    },
    {
      command:
        'tenantry lint -C ../tenants -e payments/prod --format sarif deploy/',
      does: 'for a forge’s page of findings',
    },
  ],
  configure(command) {
    command
      .argument(
        '[paths...]',
        'files and folders; default, and for `-`: standard input',
      )
      .requiredOption(
        '-e, --environment <tenant/environment>',
        'the environment that they are for',
      )
      .addOption(
        new Option('--as <role>', 'who applies them')
          .choices(['deployer', 'admin', 'developer'])
          .default('deployer'),
      )
      .addOption(
        new Option('--format <format>', 'how findings are told')
          .choices(['text', 'github', 'gitlab', 'sarif'])
          .default('text'),
      )
      .option(
        '--docs-url <url>',
        'where the folder docs is served, for links in SARIF',
      )
      .option('--not-judged', 'list what a green check says nothing of');
  },
  async run({ args, options, directory, io }: Call): Promise<Answer> {
    const given = options as Options;
    const context = findEnvironment(directory, given.environment);
    const { objects, findings } = readManifests(
      await readSources(
        args.filter(path => path !== undefined),
        io,
      ),
    );
    if (objects.length + findings.length === 0)
      throw new UsageError(
        'there was no object in what was read; did the program before it fail?',
      );
    const linted = {
      objects: objects.length,
      findings: [
        ...findings,
        ...lintObjects(objects, context, { as: given.as }),
      ],
      silent: notJudged(context),
    };
    return answerOf(linted, given);
  },
};

function answerOf(linted: Linted, options: Options): Answer {
  const { findings, objects, silent } = linted;
  const fine = findings.every(({ level }) => level !== 'error');
  return {
    fine,
    json: () => ({ fine, objects, findings, notJudged: silent }),
    text: style => textOf(linted, options, style),
  };
}

function textOf(
  { findings, objects, silent }: Linted,
  { environment, format, docsUrl, notJudged: listed }: Options,
  style: Style,
): string {
  if (format === 'sarif')
    return JSON.stringify(
      toSarif(findings, { version, docsUrl }),
      undefined,
      2,
    );
  if (format === 'gitlab')
    return JSON.stringify(gitlabReport(findings), undefined, 2);
  const said = format === 'github' ? githubAnnotations : findingsText;
  return [
    said(findings, style),
    listed ? silentText(silent, style) : '',
    summaryOf(findings, objects, environment, style),
  ]
    .filter(Boolean)
    .join(format === 'github' ? '\n' : '\n\n');
}

function silentText(silent: readonly NotJudged[], style: Style): string {
  return [
    style.bold('Not judged here'),
    ...silent.map(
      ({ control, title, reason }) =>
        `  ${title}: ${reason}  ${style.dim(control)}`,
    ),
  ].join('\n');
}

function summaryOf(
  findings: readonly Finding[],
  objects: number,
  environment: string,
  style: Style,
): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const looked = `${counted(objects, 'object')} for ${environment}`;
  const warned =
    warnings > 0 ? `, ${style.yellow(counted(warnings, 'warning'))}` : '';
  return errors > 0
    ? `${style.red(counted(errors, 'error'))}${warned} in ${looked}.`
    : `${style.green(`Nothing here would be refused: ${looked}`)}${warned}.`;
}
