import type {
  Component,
  ControlChange,
  EnvironmentPlan,
} from '@tenantry/controls';
import { plain, table } from './markdown';

/** The row of each component; rows come in the order in which they are first named here, a reviewer's. */
const rowOf: Readonly<Record<Component, string>> = {
  namespace: 'namespace and access',
  access: 'namespace and access',
  admission: 'namespace and access',
  resources: 'resources and nodes',
  storage: 'resources and nodes',
  nodes: 'resources and nodes',
  network: 'network',
  ingress: 'network',
  dns: 'network',
  pods: 'pods, kubelet, runtime',
  kubelet: 'pods, kubelet, runtime',
  runtime: 'pods, kubelet, runtime',
  'api-server': 'API server',
  gitops: 'deployment',
};

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
  const rows = [...new Set(Object.values(rowOf))]
    .map(row => [
      row,
      ...environments.map(environment => cell(environment, row)),
    ])
    .filter(([, ...cells]) => cells.some(Boolean));
  return table(['', ...environments.map(heading)], rows);
}

function heading({ cluster, namespace, change }: EnvironmentPlan): string {
  const mark = change === 'removed' ? ' (removed)' : '';
  return `${plain(cluster)} / ${plain(namespace)}${mark}`;
}

function cell({ controls }: EnvironmentPlan, row: string): string {
  return controls
    .filter(({ component }) => rowOf[component] === row)
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
