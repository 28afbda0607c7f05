import { metrics } from '@opentelemetry/api';
import { createServer } from 'node:net';
import { serveMetrics } from './serveMetrics';

/** A port that nobody uses. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

afterEach(() => metrics.disable());

it('serves nothing unless it is asked for', async () => {
  expect(await serveMetrics({})).toBeUndefined();
});

it('serves what is measured from then on, as Prometheus reads it', async () => {
  const port = await freePort();
  const exporter = await serveMetrics({ TENANTRY_METRICS_PORT: `${port}` });
  metrics
    .getMeter('backstage-plugin-tenantry')
    .createObservableGauge('tenantry.source.readable')
    .addCallback(gauge => gauge.observe(1, { cluster: 'dev-1' }));
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(await response.text()).toMatch(
    /^tenantry_source_readable\{cluster="dev-1".*\} 1$/m,
  );
  await exporter?.shutdown();
});

it('is bound to this machine', async () => {
  const port = await freePort();
  const exporter = await serveMetrics({ TENANTRY_METRICS_PORT: `${port}` });
  await expect(fetch(`http://[::1]:${port}/metrics`)).rejects.toThrow();
  await exporter?.shutdown();
});

it('refuses what is no port', async () => {
  await expect(serveMetrics({ TENANTRY_METRICS_PORT: 'yes' })).rejects.toThrow(
    'TENANTRY_METRICS_PORT is "yes"',
  );
});
