import { mockServices } from '@backstage/backend-test-utils';
import { fleetChannel } from '@tenantry/backstage-plugin-tenantry-common';
import { databaseService, sqlite } from '../__testUtils__/databases';
import { announcer } from './announce';
import { tenantChannels } from './channels';
import { openFleetStore } from './fleetStore';

describe('announcer', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function start() {
    const publish = jest.fn(async (_signal: object) => {});
    const { changed } = announcer({
      signals: { publish },
      logger: mockServices.logger.mock(),
      channelOf: tenant => `channel of ${tenant}`,
    });
    return { publish, changed };
  }

  it('tells a swarm of changes as one, and nothing about them', () => {
    const { publish, changed } = start();
    changed(['payments']);
    changed(['ledger', 'payments']);
    expect(publish).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1_000);
    expect(publish.mock.calls).toEqual(
      [fleetChannel, 'channel of payments', 'channel of ledger'].map(
        channel => [
          { recipients: { type: 'broadcast' }, channel, message: {} },
        ],
      ),
    );
    jest.advanceTimersByTime(60_000);
    expect(publish).toHaveBeenCalledTimes(3);
  });

  it('tells of no more tenants than pages may be open', () => {
    const { publish, changed } = start();
    changed(Array.from({ length: 10_000 }, (_, index) => `team-${index}`));
    jest.advanceTimersByTime(60_000);
    expect(publish).toHaveBeenCalledTimes(21);
  });
});

describe('tenantChannels', () => {
  const { open, stop } = sqlite();
  afterAll(() => stop());

  it('makes the same names on one database, and others on another', async () => {
    const [knex, other] = [await open(), await open()];
    for (const each of [knex, other])
      await openFleetStore(databaseService(each));
    const channelOf = await tenantChannels(knex);
    const again = await tenantChannels(knex);
    const elsewhere = await tenantChannels(other);
    expect(channelOf('payments')).toBe(again('payments'));
    expect(channelOf('payments')).not.toBe(channelOf('ledger'));
    expect(channelOf('payments')).not.toBe(elsewhere('payments'));
    expect(channelOf('payments')).not.toContain('payments');
  });
});
