import type { Knex } from 'knex';
import type { Positions } from './rows';
import type { ControlRow } from './tables';

/** Gives controls their places in `states`, for good: rows of an earlier version stay readable. */
export function controlPositions(
  database: Knex,
): (controls: Iterable<string>) => Promise<Positions> {
  let known = new Map<string, number>();

  return async controls => {
    const missing = [...new Set(controls)].filter(id => !known.has(id));
    if (missing.length === 0) return known;
    await database<ControlRow>('fleet_controls')
      .insert(missing.sort().map(control => ({ control })))
      .onConflict('control')
      .ignore();
    known = new Map(
      (await database<ControlRow>('fleet_controls').select()).map(
        ({ control, position }) => [control, position],
      ),
    );
    return known;
  };
}
