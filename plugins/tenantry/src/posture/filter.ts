import type { ControlStatus } from '@tenantry/backstage-plugin-tenantry-common';
import type { ComponentGroup } from './components';
import { columns } from './columns';

export type PostureFilter = 'all' | 'failing' | 'unknown';

const matches: Record<PostureFilter, (status: ControlStatus) => boolean> = {
  all: () => true,
  failing: status => hasState(status, 'no'),
  unknown: status => hasState(status, 'unknown'),
};

/** The groups, rows and environments that a filter leaves; what is left without rows goes too. */
export function filterGroups(
  groups: readonly ComponentGroup[],
  filter: PostureFilter,
): ComponentGroup[] {
  return groups
    .map(({ component, rows }) => ({
      component,
      rows: rows
        .map(row => ({
          ...row,
          environments: row.environments.filter(({ status }) =>
            matches[filter](status),
          ),
        }))
        .filter(row => row.environments.length > 0),
    }))
    .filter(group => group.rows.length > 0);
}

/** How many controls a filter would leave. */
export function countControls(groups: readonly ComponentGroup[]): number {
  return groups.reduce((sum, group) => sum + group.rows.length, 0);
}

/** What no cluster can answer is nothing that somebody could find out here. */
function hasState(status: ControlStatus, state: 'no' | 'unknown'): boolean {
  return columns
    .map(column => status.posture[column])
    .some(verdict => verdict.state === state && !verdict.elsewhere);
}
