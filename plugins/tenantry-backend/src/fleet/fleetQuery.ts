import { InputError } from '@backstage/errors';
import {
  controlStates,
  fleetSorts,
  fleetStates,
  type FleetQuery,
} from '@tenantry/backstage-plugin-tenantry-common';
import { z } from 'zod';

const largestLimit = 200;

/** No database takes them all, and nobody types one. */
const line = z.string().regex(/^\P{Cc}*$/u, 'has a control character');

const word = line.min(1).max(253);

const Query = z
  .strictObject({
    text: line.max(200),
    owner: z.union([word.transform(one => [one]), z.array(word).max(100)]),
    state: z.enum(fleetStates),
    worst: word,
    cluster: word,
    profile: word,
    control: word,
    is: z.enum(controlStates),
    sort: z.enum(fleetSorts),
    offset: z.coerce.number().int().min(0).max(10_000_000),
    limit: z.coerce.number().int().min(1).max(largestLimit),
  })
  .partial();

/**
 * Reads the query of `GET /fleet`.
 *
 * @throws InputError with everything that is wrong.
 */
export function readFleetQuery(query: unknown): FleetQuery {
  const parsed = Query.safeParse(query);
  if (!parsed.success)
    throw new InputError(
      `the query can't be read: ${parsed.error.issues
        .map(({ path, message }) =>
          path.length > 0 ? `${path.join('.')}: ${message}` : message,
        )
        .join('; ')}`,
    );
  const { owner, ...rest } = parsed.data;
  return { ...rest, owners: owner };
}
