import { createHmac, randomBytes } from 'node:crypto';
import type { Knex } from 'knex';

interface KeyRow {
  readonly name: string;
  readonly value: string;
}

const name = 'channels';

/**
 * Names of the channels on which open pages hear that a tenant changed. Anybody who is signed in may listen to a channel
 * by its name; so the name can't be guessed, and whoever may see the tenant is told it. One key for all portals on a database.
 */
export async function tenantChannels(
  database: Knex,
): Promise<(tenant: string) => string> {
  await database<KeyRow>('fleet_keys')
    .insert({ name, value: randomBytes(32).toString('base64') })
    .onConflict('name')
    .ignore();
  const found = await database<KeyRow>('fleet_keys').where({ name }).first();
  const key = Buffer.from(found?.value ?? '', 'base64');
  return tenant =>
    `tenantry:tenant:${createHmac('sha256', key)
      .update(tenant)
      .digest('base64url')}`;
}
