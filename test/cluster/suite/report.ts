import type { AttemptResult, Outcome } from '@tenantry/cluster';
import { components, registry } from '@tenantry/controls';

export interface StageResult extends AttemptResult {
  readonly namespace: string;
}

/** A row per control, grouped by the component it protects: attempts, and how many of them ended as they must. */
export function table(results: readonly StageResult[]): string {
  const rows = components.flatMap(component =>
    registry
      .filter(control => control.component === component)
      .map(({ id, attacks }) => {
        const own = results.filter(({ control }) => control === id);
        const count = (verdict: AttemptResult['verdict']) =>
          own.filter(result => result.verdict === verdict).length;
        const elsewhere = attacks.filter(({ proof }) => proof !== 'api').length;
        return [
          component,
          id,
          String(own.length),
          String(count('refused')),
          String(count('admitted')),
          String(count('misattributed') + count('undecidable')),
          String(count('skipped')),
          String(elsewhere),
        ];
      }),
  );
  const head = [
    'component',
    'control',
    'tried',
    'refused',
    'admitted',
    'unclear',
    'skipped',
    'elsewhere',
  ];
  return align([head, ...rows]);
}

/** Everything that didn't end as it must, once for all namespaces: the request, the answer, and who should have refused. */
export function failures(results: readonly StageResult[]): string[] {
  const groups = new Map<string, StageResult[]>();
  for (const result of results) {
    if (result.verdict === 'refused' || result.verdict === 'skipped') continue;
    const { verdict, control, row, title, route } = result;
    const key = [verdict, control, row, title, route].join('|');
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return Array.from(groups.values(), ([first, ...others]) =>
    describe(
      first,
      [first, ...others].map(({ namespace }) => namespace),
    ),
  );
}

function describe(result: StageResult, namespaces: readonly string[]): string {
  const { verdict, row, title, route, actor, control, reason } = result;
  const { verb, resource, name = '', body = {} } = result.request;
  return [
    `${verdict}: ${row} ${title}, ${route}, as ${actor} in ${namespaces.join(
      ', ',
    )}; ${control} should have refused it`,
    `  request: ${verb} ${resource} ${name} ${JSON.stringify(body)}`,
    `  answer:  ${textOf(result.attack)}`,
    `  twin:    ${textOf(result.twin)}`,
    ...(reason ? [`  reason:  ${reason}`] : []),
  ].join('\n');
}

function textOf(outcome: Outcome | undefined): string {
  if (!outcome) return 'not tried';
  return outcome.kind === 'admitted' ? 'admitted' : outcome.message;
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row =>
      row
        .map((cell, column) =>
          column < 2
            ? cell.padEnd(widths[column])
            : cell.padStart(widths[column]),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
