import type {
  DatabaseService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { SignalsService } from '@backstage/plugin-signals-node';
import { ServiceUnavailableError } from '@backstage/errors';
import type {
  FleetMatrix,
  FleetPage,
  FleetQuery,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { TenantryRepositoryService } from '@tenantry/backstage-plugin-tenantry-node';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { announcer } from './announce';
import { tenantChannels } from './channels';
import { openFleetStore } from './fleetStore';
import { defaultPace } from './pace';
import { readFleet } from './readFleet';
import { readMatrix } from './readMatrix';
import { refreshFleet, type FleetRefresher } from './refreshFleet';
import { shortened } from './shortened';

/** All tenants, as they were last judged. */
export interface Fleet {
  /**
   * @param visible owners whose tenants whoever asks may see; absent where that is everybody's.
   * @throws ServiceUnavailableError where the database can't be read.
   */
  page(query: FleetQuery, visible?: readonly string[]): Promise<FleetPage>;
  /** @throws ServiceUnavailableError as `page` does. */
  matrix(visible?: readonly string[]): Promise<FleetMatrix>;
  /** Where open pages hear that a tenant changed; for those who may see it. */
  channelOf(tenant: string): string;
}

export interface FleetOptions {
  readonly clusters: ConnectedClusters;
  readonly database: DatabaseService;
  readonly logger: LoggerService;
  readonly repository: TenantryRepositoryService;
  readonly signals: SignalsService;
}

/** Opens the fleet as the last life of the portal left it; from `start` on it follows what happens. */
export async function openFleet(
  options: FleetOptions,
): Promise<Fleet & { start(): void; stop(): Promise<void> }> {
  const store = await openFleetStore(options.database);
  const channelOf = await tenantChannels(store.database);
  const { changed, stop } = announcer({ ...options, channelOf });
  let refresher: FleetRefresher | undefined;
  const judging = () => refresher?.judging() ?? { waiting: 0 };

  /** Errors of a database repeat the statement with its values, which are for nobody who asks. */
  async function answerable<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      options.logger.error(`The fleet can't be read: ${shortened(error)}`);
      throw new ServiceUnavailableError(
        "the fleet can't be read from the database; the log of the portal says why",
      );
    }
  }

  return {
    async page(query, visible) {
      const page = await answerable(() =>
        readFleet(store.database, { ...query, visible, since: since() }),
      );
      return { ...page, judging: judging() };
    },
    async matrix(visible) {
      const matrix = await answerable(() =>
        readMatrix(store.database, { visible, since: since() }),
      );
      return { ...matrix, judging: judging() };
    },
    channelOf,
    start() {
      refresher = refreshFleet({ ...options, store, onJudged: changed });
    },
    async stop() {
      await refresher?.stop();
      stop();
    },
  };
}

/** The time until which a judgement counts no longer. */
function since(): string {
  return new Date(Date.now() - defaultPace.staleMs).toISOString();
}
