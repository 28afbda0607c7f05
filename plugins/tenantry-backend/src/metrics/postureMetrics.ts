import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';

/** Runs what judges a tenant, and records how long that took. */
export type MeasurePosture = <T>(judge: () => Promise<T>) => Promise<T>;

/** Its count is the number of postures that were asked for. */
export function measurePostures(metrics: MetricsService): MeasurePosture {
  const duration = metrics.createHistogram('tenantry.posture.duration', {
    description: 'How long it took to judge the controls of a tenant',
    unit: 's',
    advice: {
      explicitBucketBoundaries: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    },
  });
  return async judge => {
    const started = performance.now();
    let outcome = 'answered';
    try {
      return await judge();
    } catch (error) {
      outcome = toError(error).name;
      throw error;
    } finally {
      duration.record((performance.now() - started) / 1000, { outcome });
    }
  };
}
