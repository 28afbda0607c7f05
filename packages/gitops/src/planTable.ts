import type { Plan } from '@tenantry/controls';

/** The plan for a task's log: what changes where, then the objects. */
export function planTable({ objects, environments, risk }: Plan): string {
  const rows = environments.map(
    ({ environment, cluster, change, controls }) => [
      environment,
      cluster,
      change,
      summary(
        controls.map(({ change: how, unavailable }) =>
          unavailable === undefined ? how : 'not available',
        ),
      ),
    ],
  );
  const counts = summary(objects.map(({ change }) => change)) || 'none';
  return [
    table([['environment', 'cluster', 'change', 'controls'], ...rows]),
    `Objects: ${counts}. Risk: ${risk.level}, ${risk.reason}.`,
  ].join('\n');
}

/** `3 added, 1 changed`, in the order in which they first appear. */
function summary(changes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const change of changes) {
    counts.set(change, (counts.get(change) ?? 0) + 1);
  }
  return [...counts].map(([change, count]) => `${count} ${change}`).join(', ');
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
