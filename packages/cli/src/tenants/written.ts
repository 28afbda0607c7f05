import { planTable, tenantPath, writeChanges } from '@tenantry/gitops';
import type { FileChange, TenantEdit } from '@tenantry/gitops';
import type { Answer } from '../answer';
import { counted } from '../print/counted';
import type { Style } from '../print/style';

interface Writing {
  readonly edit: TenantEdit;
  readonly directory: string;
  /** Whether what follows from the source is written, too. */
  readonly render: boolean;
  /** What was changed, in the words of whoever asked, and what to do now. */
  readonly says: readonly string[];
  readonly next: string;
}

/** Writes a tenant.yaml, and says what that does. */
export async function written({
  edit,
  directory,
  render,
  says,
  next,
}: Writing): Promise<Answer> {
  const { tenant, plan, changes } = edit;
  const source = tenantPath(tenant.metadata.name);
  const own = changes.filter(({ path }) => render || path === source);
  await writeChanges(directory, own);
  return {
    fine: true,
    json: () => ({
      written: true,
      tenant,
      plan,
      files: own.map(({ path, change }) => ({ path, change })),
    }),
    text: style =>
      [
        says.join('\n'),
        planTable(plan),
        `${summary(own, source, style)}${
          render ? '.' : '; nothing was rendered.'
        }`,
        next,
      ]
        .filter(Boolean)
        .join('\n\n'),
  };
}

const verbs = { added: 'written', changed: 'changed', removed: 'removed' };

function summary(
  changes: readonly FileChange[],
  source: string,
  style: Style,
): string {
  const own = changes.find(({ path }) => path === source);
  const rendered = changes.filter(({ path }) => path !== source).length;
  return [
    ...(own ? [`${style.bold(source)} ${verbs[own.change]}`] : []),
    ...(rendered > 0 ? [`${counted(rendered, 'rendered file')} beside`] : []),
  ].join(', ');
}
