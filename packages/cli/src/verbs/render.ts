import { folderTree, renderTree, writeChanges } from '@tenantry/gitops';
import type { TreeRendering } from '@tenantry/gitops';
import type { Answer } from '../answer';
import { collect } from '../options';
import { counted } from '../print/counted';
import type { Style } from '../print/style';
import type { Call, Verb } from '../verb';
import { problemsText } from '../print/problems';

interface Options {
  readonly tenant?: readonly string[];
  readonly cluster?: readonly string[];
  readonly check?: boolean;
}

/** `tenantry render`: the files in a folder, as their sources give them. */
export const render: Verb = {
  examples: [
    { command: 'tenantry render', does: 'everything' },
    { command: 'tenantry render --tenant payments', does: 'one tenant' },
    {
      command: 'tenantry render --check',
      does: 'write nothing, fail where something would be written',
    },
  ],
  configure(command) {
    command
      .option('--tenant <name>', 'this tenant only; may be repeated', collect)
      .option(
        '--cluster <name>',
        'this cluster, and the tenants on it, only; may be repeated',
        collect,
      )
      .option(
        '--check',
        'write nothing; fail where something would be written',
      );
  },
  async run({ options, directory }: Call): Promise<Answer> {
    const { tenant, cluster, check = false } = options as Options;
    const rendering = renderTree(folderTree(directory), {
      tenants: tenant,
      clusters: cluster,
    });
    const { changes, problems } = rendering;
    if (!check && problems.length === 0) await writeChanges(directory, changes);
    return {
      fine: problems.length === 0 && !(check && changes.length > 0),
      text: style => textOf(rendering, check, style),
      json: () => ({
        written: !check && problems.length === 0,
        tenants: rendering.tenants,
        files: rendering.files,
        changes: changes.map(({ path, change }) => ({ path, change })),
        problems,
      }),
    };
  },
};

const signs = { added: '+', changed: '~', removed: '-' } as const;

function textOf(
  { changes, files, tenants, problems }: TreeRendering,
  check: boolean,
  style: Style,
): string {
  if (problems.length > 0)
    return [problemsText(problems), style.red('Nothing was written.')].join(
      '\n',
    );
  const lines = changes.map(({ path, change }) => `${signs[change]} ${path}`);
  const what = `${counted(files, 'file')} of ${counted(
    tenants.length,
    'tenant',
  )}`;
  if (changes.length === 0) return style.green(`Up to date: ${what}.`);
  const done = check
    ? style.red(`${counted(changes.length, 'file')} of ${files} would change.`)
    : `${counted(changes.length, 'file')} written, of ${what}.`;
  return [...lines, done].join('\n');
}
