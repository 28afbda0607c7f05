import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { ConnectedClusters } from '../clusters/connectedClusters';

/** Of each kind of object that is looked at on a cluster: can it be read, and how old is what is known of it? */
export function observeSources(
  metrics: MetricsService,
  clusters: Pick<ConnectedClusters, 'sources'>,
): void {
  metrics
    .createObservableGauge('tenantry.source.readable', {
      description:
        'Whether a kind of object on a cluster can be read now: 1, or 0 where everything that depends on it is unknown',
    })
    .addCallback(gauge => {
      for (const { source, ...labels } of clusters.sources())
        gauge.observe(source.state === 'read' ? 1 : 0, labels);
    });
  metrics
    .createObservableGauge('tenantry.source.unconfirmed', {
      description:
        'Time since the cluster last confirmed what is known of a kind of object; absent where it never did',
      unit: 's',
    })
    .addCallback(gauge => {
      for (const { source, ...labels } of clusters.sources()) {
        const confirmed = source.state === 'read' ? source.at : source.lastRead;
        if (confirmed !== undefined)
          gauge.observe(secondsSince(confirmed), labels);
      }
    });
}

function secondsSince(time: string): number {
  return Math.max(0, (Date.now() - Date.parse(time)) / 1000);
}
