import type {
  Component,
  ControlChange,
  EnvironmentPlan,
} from '@tenantry/controls';
import { plain, table } from './markdown';

/** Rows of the table, in a reviewer's order. */
const groups: readonly {
  readonly label: string;
  readonly components: readonly Component[];
}[] = [
  { label: 'namespace and access', components: ['namespace', 'access'] },
  { label: 'resources', components: ['resources'] },
  { label: 'network', components: ['network', 'ingress'] },
  { label: 'pods, kubelet', components: ['pods', 'kubelet', 'runtime'] },
  { label: 'deployment', components: ['gitops'] },
];

const longestText = 400;

/** One row per group of components, one column per environment; fewer columns where there is no room. */
export function environmentTable(
  environments: readonly EnvironmentPlan[],
  room: number,
): string {
  for (let count = environments.length; count > 0; count -= 1) {
    const shown = environments.slice(0, count);
    const missing = environments.length - count;
    const note = missing > 0 ? `\n\nAnd ${missing} more environments.` : '';
    const written = `${matrix(shown)}${note}`;
    if (written.length <= room) return written;
  }
  return '';
}

function matrix(environments: readonly EnvironmentPlan[]): string {
  const rows = groups
    .map(({ label, components }) => [
      label,
      ...environments.map(environment => cell(environment, components)),
    ])
    .filter(([, ...cells]) => cells.some(Boolean));
  return table(['', ...environments.map(heading)], rows);
}

function heading({ cluster, namespace, change }: EnvironmentPlan): string {
  const mark = change === 'removed' ? ' (removed)' : '';
  return `${plain(cluster)} / ${plain(namespace)}${mark}`;
}

function cell(
  { controls }: EnvironmentPlan,
  components: readonly Component[],
): string {
  return controls
    .filter(({ component }) => components.includes(component))
    .map(words)
    .filter(Boolean)
    .join('; ');
}

function words({ change, before, after }: ControlChange): string {
  const stays = change === 'added' || change === 'removed' || before === after;
  return stays
    ? plain(shortened(after ?? before ?? ''))
    : `**${plain(
        shortened(`${before ?? 'nothing'} → ${after ?? 'nothing'}`),
      )}**`;
}

function shortened(text: string): string {
  return text.length > longestText
    ? `${text.slice(0, longestText - 1)}…`
    : text;
}
