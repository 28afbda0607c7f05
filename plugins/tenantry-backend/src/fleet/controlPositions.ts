import type { Knex } from 'knex';
import type { Positions } from './rows';
import type { ControlRow } from './tables';

/** Another portal on the same database may take the same place at the same time; it is as soon over. */
const attempts = 5;

/** Gives controls their places in `states`, for good: rows of an earlier version stay readable. */
export function controlPositions(
  database: Knex,
): (controls: Iterable<string>) => Promise<Positions> {
  let known = new Map<string, number>();

  async function learn(): Promise<void> {
    const rows = await database<ControlRow>('fleet_controls').select();
    known = new Map(rows.map(({ control, position }) => [control, position]));
  }

  return async controls => {
    const wanted = [...new Set(controls)].sort();
    const missing = () => wanted.filter(id => !known.has(id));
    if (missing().length > 0) await learn();
    for (let attempt = 1; missing().length > 0; attempt += 1) {
      const next = Math.max(0, ...known.values()) + 1;
      try {
        await database<ControlRow>('fleet_controls').insert(
          missing().map((control, index) => ({
            control,
            position: next + index,
          })),
        );
      } catch (error) {
        if (attempt === attempts) throw error;
      }
      await learn();
    }
    return known;
  };
}
