import type { AttemptResult, Outcome } from '@tenantry/cluster';
import { components } from '@tenantry/controls';
import type { Control } from '@tenantry/controls';
import type { MutantResult } from './mutation';

export interface StageResult extends AttemptResult {
  readonly namespace: string;
}

/** A row per control, grouped by the component it protects: attempts, and how many of them ended as they must. */
export function table(
  results: readonly StageResult[],
  controls: readonly Control[],
): string {
  const rows = components.flatMap(component =>
    controls
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

/** Mutants that no attack noticed: an attack is missing, or the part does nothing. */
export function survivors(results: readonly MutantResult[]): string[] {
  return results
    .filter(({ killedBy }) => !killedBy)
    .map(
      ({ mutant: { control, part } }) =>
        `survivor: ${control} without ${part}; an attack is missing, or the part does nothing`,
    );
}

/** `mutation score 97.5 %: 39 of 40 noticed (30 by an attack that got through, 9 by a twin that was refused)`. */
export function score(results: readonly MutantResult[]): string {
  const killed = results.filter(({ killedBy }) => killedBy);
  const admitted = killed.filter(
    ({ killedBy }) => killedBy?.verdict === 'admitted',
  );
  const percent =
    results.length === 0 ? 0 : (100 * killed.length) / results.length;
  return [
    `mutation score ${percent.toFixed(1)} %: ${killed.length} of ${
      results.length
    } noticed`,
    `(${admitted.length} by an attack that got through, ${
      killed.length - admitted.length
    } by a twin that was refused)`,
  ].join(' ');
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
