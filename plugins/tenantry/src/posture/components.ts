import type {
  ControlStatus,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Component } from '@tenantry/controls';
import type { Column } from './columns';
import { type Mark, markOf } from './marks';

/** The shared things controls protect, in reading order: the heading, and what is at stake. */
export const componentHeadings = {
  namespace: {
    title: 'Namespace',
    about: 'The room itself: its name, its labels, who may change them.',
  },
  access: { title: 'Access', about: 'Who may do what, by group.' },
  resources: {
    title: 'Resources',
    about: 'How much one team can take from the others.',
  },
  network: {
    title: 'Network',
    about: 'Who may talk to whom, inside and out.',
  },
  ingress: {
    title: 'Ingress',
    about: 'Which host names lead here, and only here.',
  },
  dns: {
    title: 'DNS',
    about: 'Which resolver a pod asks, and how much everybody may ask it.',
  },
  'api-server': {
    title: 'API server',
    about: 'How much of the API server one team can keep busy.',
  },
  kubelet: {
    title: 'Kubelet',
    about: 'What the node agent does on behalf of a pod.',
  },
  pods: { title: 'Pods', about: 'What a container may do to its node.' },
  runtime: {
    title: 'Runtime',
    about: 'The wall between a container and the kernel.',
  },
  nodes: {
    title: 'Nodes',
    about: 'Where pods may be placed, and what they may push aside.',
  },
  storage: {
    title: 'Storage',
    about: 'Which volumes can be claimed, and from which classes.',
  },
  admission: {
    title: 'Admission',
    about: 'Who may change the rules, and whether they are in force.',
  },
  gitops: {
    title: 'GitOps',
    about: 'What the deployment tool may write, and where.',
  },
} satisfies Record<Component, { title: string; about: string }>;

const readingOrder = Object.keys(componentHeadings);

/** One control, with its state in each environment it applies to. */
export interface ControlRow {
  readonly control: string;
  readonly title: string;
  readonly component: Component;
  readonly environments: readonly {
    readonly name: string;
    readonly cluster: string;
    readonly status: ControlStatus;
    readonly marks: Record<Column, Mark>;
  }[];
}

export interface ComponentGroup {
  readonly component: Component;
  readonly rows: readonly ControlRow[];
}

/** The controls of all environments, one row each, grouped by the component they protect. */
export function groupByComponent(status: TenantStatus): ComponentGroup[] {
  const rows = new Map<string, ControlRow>();
  for (const { name, cluster, controls } of status.environments) {
    for (const control of controls) {
      const row = rows.get(control.control) ?? {
        control: control.control,
        title: control.title,
        component: control.component,
        environments: [],
      };
      rows.set(control.control, {
        ...row,
        environments: [
          ...row.environments,
          { name, cluster, status: control, marks: marksOf(control, status) },
        ],
      });
    }
  }
  const byComponent = new Map<Component, ControlRow[]>();
  for (const row of rows.values()) {
    byComponent.set(row.component, [
      ...(byComponent.get(row.component) ?? []),
      row,
    ]);
  }
  return [...byComponent]
    .map(([component, groupRows]) => ({ component, rows: groupRows }))
    .sort(
      (a, b) =>
        readingOrder.indexOf(a.component) - readingOrder.indexOf(b.component),
    );
}

function marksOf(
  { posture }: ControlStatus,
  { phase }: TenantStatus,
): Record<Column, Mark> {
  return {
    declared: markOf(posture, 'declared', phase),
    live: markOf(posture, 'live', phase),
    proved: markOf(posture, 'proved', phase),
  };
}
