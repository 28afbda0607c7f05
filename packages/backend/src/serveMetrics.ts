import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';

/**
 * Serves what plugins measure for Prometheus, to this machine alone, where TENANTRY_METRICS_PORT names a port. To be called
 * before the backend begins, for whoever has a meter by then keeps it.
 */
export async function serveMetrics(
  env: Readonly<Record<string, string | undefined>>,
): Promise<PrometheusExporter | undefined> {
  const text = env.TENANTRY_METRICS_PORT;
  if (!text) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(
      `TENANTRY_METRICS_PORT is ${JSON.stringify(text)}, which is no port`,
    );
  }
  const exporter = new PrometheusExporter({
    host: '127.0.0.1',
    port,
    preventServerStart: true,
  });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [exporter] }));
  await exporter.startServer();
  return exporter;
}
