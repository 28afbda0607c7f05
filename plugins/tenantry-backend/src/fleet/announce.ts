import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { fleetChannel } from '@tenantry/backstage-plugin-tenantry-common';
import type { SignalsService } from '@backstage/plugin-signals-node';

export interface AnnounceOptions {
  readonly signals: SignalsService;
  readonly logger: LoggerService;
  readonly channelOf: (tenant: string) => string;
  /** How often at most, milliseconds. */
  readonly everyMs?: number;
}

/** Tenants that are told of at a time. A page that hears nothing asks by itself, some seconds later. */
const mostTenants = 20;

/**
 * Tells open pages that the fleet, or a tenant on their screen, changed; not what did. Swarms are told as one: a cluster
 * that went away concerns thousands of tenants and a handful of pages.
 */
export function announcer({
  signals,
  logger,
  channelOf,
  everyMs = 1_000,
}: AnnounceOptions): {
  changed(tenants: readonly string[]): void;
  stop(): void;
} {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  function publish(): void {
    timer = undefined;
    const channels = [...waiting].slice(0, mostTenants).map(channelOf);
    waiting.clear();
    for (const channel of [fleetChannel, ...channels])
      signals
        .publish({ recipients: { type: 'broadcast' }, channel, message: {} })
        .catch(error =>
          logger.debug(`open pages were not told: ${stringifyError(error)}`),
        );
  }

  return {
    changed(tenants) {
      for (const tenant of tenants) waiting.add(tenant);
      timer ??= setTimeout(publish, everyMs).unref();
    },
    stop: () => clearTimeout(timer),
  };
}
