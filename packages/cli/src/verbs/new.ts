import {
  folderTree,
  NotARepositoryError,
  openLocalRepository,
  readFleet,
  tenantEdit,
  tenantPath,
  tenantSource,
} from '@tenantry/gitops';
import {
  checkName,
  dayOf,
  type Fleet,
  parseTenantRequest,
  tenantFromRequest,
} from '@tenantry/model';
import { UsageError, type Answer } from '../answer';
import { collect } from '../options';
import { plainStyle } from '../print/style';
import { missingText } from '../tenants/missingText';
import { promptsFor } from '../prompts/prompts';
import { askForTenant } from '../tenants/askForTenant';
import { flagProblemsText, type FlagProblem } from '../tenants/flagProblem';
import {
  missingFlags,
  requestFromFlags,
  type NewFlags,
} from '../tenants/requestFromFlags';
import { written } from '../tenants/written';
import type { Call, Verb } from '../verb';

interface Options extends NewFlags {
  readonly render: boolean;
  readonly json?: boolean;
}

/** `tenantry new`: a tenant.yaml from flags, or from answers. */
export const new_: Verb = {
  examples: [
    { command: 'tenantry new payments', does: 'asks for the rest' },
    {
      command:
        'tenantry new payments --owner group:default/payments --admins payments-leads --environment dev@dev-1',
      does: 'with the platform’s own profile and size',
    },
    {
      command:
        'tenantry new payments … --environment prod@prod-1,size=large --host prod=pay.example.com --egress prod=203.0.113.0/24:443',
      does: 'an environment that differs, and is reached and reaches out',
    },
  ],
  configure(command) {
    command
      .argument('<name>', 'its name; it never changes')
      .option('--title <text>', 'what people call it; default: from its name')
      .option('--owner <group>', 'who owns it, such as group:default/payments')
      .option('--admins <groups>', 'groups that may do everything, with commas')
      .option('--developers <groups>', 'groups that may deploy and debug')
      .option('--viewers <groups>', 'groups that may only look')
      .option('--profile <name>', 'how strongly it is isolated')
      .option('--size <name>', 'how much each environment may use')
      .option(
        '--environment <name@cluster>',
        'an environment; behind a comma size=… or profile=… where it differs; may be repeated',
        collect,
      )
      .option(
        '--host <environment=host>',
        'a host name that leads to it; may be repeated',
        collect,
      )
      .option(
        '--egress <environment=range:ports>',
        'a destination outside; may be repeated',
        collect,
      )
      .option(
        '--peer <environment=tenant/environment:ports>',
        'a neighbour that it talks with; may be repeated',
        collect,
      )
      .option(
        '--repository <url>',
        'a Git repository that it deploys from; may be repeated',
        collect,
      )
      .option('--expires <day>', 'when it is up for review, year-month-day')
      .option('--no-render', 'write tenant.yaml alone');
  },
  async run({ args: [name = ''], options, directory, io }: Call) {
    const given = options as Options;
    const tree = folderTree(directory);
    const { fleet } = readFleet(tree, directory);
    if (tree.read(tenantPath(name)) !== undefined)
      throw new UsageError(
        `there is a tenant ${name} already; change it with: tenantry set ${name} …`,
      );
    const flags = await completed(name, given, fleet, io);
    const { request, problems, flagOf } = requestFromFlags(name, flags);
    const parsed = parseTenantRequest(request);
    const found: FlagProblem[] = [
      ...problems,
      ...(parsed.ok ? [] : parsed.problems.map(flagOf)),
    ];
    if (!parsed.ok || found.length > 0) {
      const taken = checkName(name, fleet).map(flagOf);
      return refused([...new Map([...taken, ...found].map(keyed)).values()]);
    }
    const tenant = tenantFromRequest(parsed.value, fleet.platform, undefined);
    const edit = tenantEdit({
      tree,
      name,
      source: tenantSource(tenant),
      today: dayOf(),
    });
    const reused = await usedBefore(directory, name);
    if (!edit.ok || reused.length > 0)
      return refused([
        ...reused,
        ...(edit.ok ? [] : edit.problems.map(flagOf)),
      ]);
    return written({
      edit: edit.value,
      directory,
      render: given.render,
      says: [],
      next: nextSteps(name),
    });
  },
};

/** The flags, and the answers to what they leave open. */
async function completed(
  name: string,
  given: Options,
  fleet: Fleet,
  io: Call['io'],
): Promise<NewFlags> {
  const missing = missingFlags(given);
  if (missing.length === 0) return given;
  const prompts = await promptsFor(io, given);
  if (prompts) return askForTenant(prompts, name, given, fleet);
  // What is there is looked at as well, so that everything is told at once.
  const { problems } = requestFromFlags(name, given);
  throw new UsageError(
    [
      missingText(missing),
      ...(problems.length > 0 ? [flagProblemsText(problems, plainStyle)] : []),
    ].join('\n'),
  );
}

function keyed(problem: FlagProblem): [string, FlagProblem] {
  return [`${problem.flag} ${problem.message}`, problem];
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

/** A name that somebody had is never given again; where there is no history yet, nobody had it. */
async function usedBefore(
  directory: string,
  name: string,
): Promise<FlagProblem[]> {
  try {
    const repository = await openLocalRepository(directory);
    try {
      const commit = await repository.deletionOf('HEAD', tenantPath(name));
      return commit === undefined
        ? []
        : [
            {
              flag: name,
              message: `was the name of a tenant that commit ${commit.slice(
                0,
                12,
              )} removed, and is never given again`,
            },
          ];
    } finally {
      await repository.close();
    }
  } catch (error) {
    if (error instanceof NotARepositoryError) return [];
    throw error;
  }
}

function nextSteps(name: string): string {
  return [
    'Look at it with `tenantry plan`, commit it on a branch and have it reviewed:',
    `  git switch --create tenantry/${name} && git add . && git commit --message "Add ${name}"`,
  ].join('\n');
}
