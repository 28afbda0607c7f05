import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  cached,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import { unreadableTenants } from '../status/unreadableTenants';

/** Whoever scrapes, and how often: the repository is not asked more often than this. */
const askedAtMostEveryMs = 60_000;

/** How many tenants there are, and whether the repository that says so can be read. */
export function observeRepository(
  metrics: MetricsService,
  repository: Pick<TenantryRepositoryService, 'snapshot' | 'openProposals'>,
): void {
  const main = cached(() => repository.snapshot(), askedAtMostEveryMs);
  const proposals = cached(
    () => repository.openProposals(),
    askedAtMostEveryMs,
  );

  metrics
    .createObservableGauge('tenantry.repository.readable', {
      description:
        'Whether the GitOps repository could be read when last tried',
    })
    .addCallback(async gauge => {
      const isRead = await main.get().then(
        ({ staleBecause }) => staleBecause === undefined,
        () => false,
      );
      gauge.observe(isRead ? 1 : 0);
    });
  metrics
    .createObservableGauge('tenantry.tenants', {
      description:
        'Tenants by how far they are: only requested, merged, or of a file that can not be read',
    })
    .addCallback(async gauge => {
      try {
        const snapshot = await main.get();
        const merged = snapshot.fleet.tenants.map(
          ({ metadata }) => metadata.name,
        );
        const unreadable = unreadableTenants(snapshot);
        gauge.observe(merged.length, { phase: 'merged' });
        gauge.observe(unreadable.size, { phase: 'unreadable' });
        const known = new Set([...merged, ...unreadable.keys()]);
        const requested = (await proposals.get()).filter(
          ({ tenant }) => !known.has(tenant),
        );
        gauge.observe(requested.length, { phase: 'requested' });
      } catch {
        // What isn't known has no sample; that it isn't, the other gauge and the log say.
      }
    });
}
