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

function cell(environment: EnvironmentPlan, row: string): string {
  return environment.controls
    .filter(
      ({ component, unavailable }) =>
        rowOf[component] === row && unavailable === undefined,
    )
    .map(control => words(environment, control))
    .filter(Boolean)
    .join('; ');
}

/** What a control gives; of an environment that stays, what changes stands out. */
function words(
  environment: EnvironmentPlan,
  { title, change, before, after }: ControlChange,
): string {
  const stays = environment.change !== 'changed' || change === 'unchanged';
  if (stays) return plain(shortened(after ?? before ?? ''));
  return `**${plain(shortened(changed(title, { change, before, after })))}**`;
}

function changed(
  title: string,
  { change, before, after }: Pick<ControlChange, 'change' | 'before' | 'after'>,
): string {
  if (change === 'removed') return `no more: ${before ?? title}`;
  if (change === 'added') return `new: ${after ?? title}`;
  return before === after
    ? `changed: ${after ?? title}`
    : `${before ?? 'nothing'} → ${after ?? 'nothing'}`;
}

function shortened(text: string): string {
  return text.length > longestText
    ? `${text.slice(0, longestText - 1)}…`
    : text;
}
