import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { databaseService, sqlite } from '../__testUtils__/databases';
import { openFleet, type FleetOptions } from './fleet';

describe('the fleet', () => {
  const { open, stop } = sqlite();
  let knex: Knex;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    knex = await open();
  });
  afterAll(() => stop());

  it('says nothing of the statement on which the database gave up', async () => {
    const fleet = await openFleet({
      database: databaseService(knex),
      logger,
    } as Partial<FleetOptions> as FleetOptions);
    await knex.schema.dropTable('fleet_environments');
    for (const read of [
      () => fleet.page({ cluster: 'secret-1' }),
      () => fleet.matrix(['group:default/secret']),
    ])
      await expect(read()).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.not.stringMatching(/select|secret/),
      });
    expect(logger.error.mock.calls).toEqual([
      [expect.stringMatching(/no such table: fleet_environments$/)],
      [expect.stringMatching(/no such table: fleet_environments$/)],
    ]);
    expect(logger.error.mock.calls.join()).not.toMatch(/select|secret/);
    await fleet.stop();
  });

  it('takes no row at its word that nobody judged for an hour', async () => {
    const fleet = await openFleet({
      database: databaseService(knex),
      logger,
    } as Partial<FleetOptions> as FleetOptions);
    const judgedAt = (minutes: number) =>
      new Date(Date.now() - minutes * 60_000).toISOString();
    const row = {
      title: '',
      owner: 'group:default/a',
      profile: 'hardened',
      size: 'small',
      phase: 'merged',
      search: '',
      state: 'holding',
      rank: 80,
    };
    await knex('fleet_tenants').insert(
      [59, 61].map(minutes => ({
        ...row,
        tenant: `judged-${minutes}-minutes-ago`,
        judged_at: judgedAt(minutes),
        vouched_at: judgedAt(minutes),
      })),
    );
    const { tenants } = await fleet.page({});
    expect(tenants.map(({ name, state }) => [name, state])).toEqual([
      ['judged-61-minutes-ago', 'unknown'],
      ['judged-59-minutes-ago', 'holding'],
    ]);
    await fleet.stop();
  });
});
