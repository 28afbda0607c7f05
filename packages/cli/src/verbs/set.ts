import {
  editSource,
  folderTree,
  readFleet,
  tenantEdit,
  tenantPath,
} from '@tenantry/gitops';
import {
  closest,
  dayOf,
  formatPath,
  parseTenant,
  type Problem,
  unwrap,
} from '@tenantry/model';
import { UsageError, type Answer } from '../answer';
import { plainStyle } from '../print/style';
import { flagProblemsText } from '../tenants/flagProblem';
import { readChange } from '../tenants/readChange';
import { tenantDifferences } from '../tenants/tenantDifferences';
import { written } from '../tenants/written';
import type { Call, Verb } from '../verb';
import { problemsText } from '../print/problems';

interface Options {
  readonly render: boolean;
}

/** `tenantry set`: changes a tenant.yaml, and keeps how its author wrote it. */
export const set: Verb = {
  examples: [
    { command: 'tenantry set payments size=large', does: 'one field' },
    {
      command: 'tenantry set payments environments.prod.size=large',
      does: 'of one environment; size- takes it back',
    },
    {
      command: 'tenantry set payments access.admins+=payments-sre',
      does: 'one more in a list; -= takes one out',
    },
    {
      command: 'tenantry set payments environments+=test@dev-1,size=small',
      does: 'one more environment',
    },
    {
      command:
        'tenantry set payments environments.prod.egress+=203.0.113.0/24:443',
      does: 'one more destination',
    },
  ],
  configure(command) {
    command
      .argument('<tenant>', 'its name')
      .argument(
        '<change...>',
        'field=value, field+=entry, field-=entry, or field- to leave it out',
      )
      .option('--no-render', 'write tenant.yaml alone');
  },
  async run({ args, options, directory }: Call): Promise<Answer> {
    const [name = '', ...texts] = args.map(arg => arg ?? '');
    const { render } = options as Options;
    const tree = folderTree(directory);
    const { fleet } = readFleet(tree, directory);
    const file = tenantPath(name);
    const text = tree.read(file);
    if (text === undefined) throw new UsageError(noTenant(name, fleet.tenants));
    const before = unwrap(parseTenant(text, { file }));

    const changes = texts.map(change => ({
      change,
      read: readChange(change, before),
    }));
    const misread = changes.flatMap(({ change, read }) =>
      read.ok ? [] : [{ flag: change, ...read }],
    );
    if (misread.length > 0)
      throw new UsageError(flagProblemsText(misread, plainStyle));
    const source = editSource(
      text,
      changes.flatMap(({ read }) => (read.ok ? read.value : [])),
    );
    const edit = tenantEdit({
      tree,
      name,
      source,
      today: dayOf(),
    });
    if (!edit.ok) return refused(edit.problems);
    const says = tenantDifferences(before, edit.value.tenant);
    if (says.length === 0) return nothing(name);
    return written({
      edit: edit.value,
      directory,
      render,
      says,
      next: 'Look at it with `tenantry plan`, and have it reviewed.',
    });
  },
};

function noTenant(
  name: string,
  tenants: readonly { readonly metadata: { readonly name: string } }[],
): string {
  const meant = closest(
    name,
    tenants.map(({ metadata }) => metadata.name),
  );
  return `there is no tenant ${name}; ${
    meant === undefined
      ? `ask for one with: tenantry new ${name}`
      : `did you mean ${meant}?`
  }`;
}

/** Lines and columns would be those of a text that nobody has. */
function refused(problems: readonly Problem[]): Answer {
  const told = problems.map(({ line: _, column: __, ...problem }) => problem);
  return {
    fine: false,
    json: () => ({
      written: false,
      problems: told.map(({ path, ...problem }) => ({
        ...problem,
        path: formatPath(path),
      })),
    }),
    text: style =>
      [problemsText(told), style.red('Nothing was written.')].join('\n'),
  };
}

function nothing(name: string): Answer {
  return {
    fine: true,
    json: () => ({ written: false, files: [] }),
    text: style =>
      style.green(`Nothing changes: ${name} is like that already.`),
  };
}
