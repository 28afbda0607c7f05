import { resolve } from 'node:path';
import { UserError, type WantedPort } from './requirements';

/** Where things are and on which ports; ports and state can be moved by environment variables. */
export interface Settings {
  readonly root: string;
  readonly stateDir: string;
  readonly app: WantedPort;
  readonly backend: WantedPort;
  readonly forge: WantedPort;
  /** Absent where nobody asked for metrics. */
  readonly metrics?: WantedPort;
}

export function readSettings(
  root: string,
  env: Readonly<Record<string, string | undefined>>,
  defaults: { readonly stateDir: string },
): Settings {
  const port = (variable: string, fallback: number, use: string) => ({
    port: readPort(variable, env[variable], fallback),
    use,
    variable,
  });
  return {
    root,
    stateDir: resolve(root, env.TENANTRY_STATE_DIR || defaults.stateDir),
    app: port('TENANTRY_APP_PORT', 3000, 'app'),
    backend: port('TENANTRY_BACKEND_PORT', 7007, 'backend'),
    forge: port('TENANTRY_FORGE_PORT', 7008, 'forge'),
    metrics: env.TENANTRY_METRICS_PORT
      ? port('TENANTRY_METRICS_PORT', 9464, 'metrics')
      : undefined,
  };
}

/** Overrides of app-config.yaml for ports other than those written there. */
export function portOverrides(
  settings: Settings,
  forgeToken: string,
): Record<string, string> {
  const { app, backend, forge } = settings;
  const overrides: Record<string, string> = {};
  if (app.port !== 3000) {
    overrides.APP_CONFIG_app_baseUrl = `http://localhost:${app.port}`;
    overrides.APP_CONFIG_backend_cors_origin = `http://localhost:${app.port}`;
  }
  if (backend.port !== 7007) {
    overrides.APP_CONFIG_backend_baseUrl = `http://localhost:${backend.port}`;
    overrides.APP_CONFIG_backend_listen_port = String(backend.port);
  }
  if (forge.port !== 7008) {
    const host = `localhost:${forge.port}`;
    overrides.APP_CONFIG_tenantry_repository_url = `http://${host}/platform/tenants`;
    overrides.APP_CONFIG_integrations_github = JSON.stringify([
      { host, apiBaseUrl: `http://${host}/api/v3`, token: forgeToken },
    ]);
  }
  return overrides;
}

function readPort(
  variable: string,
  text: string | undefined,
  fallback: number,
): number {
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UserError(
    `${variable} is ${JSON.stringify(
      text,
    )}; a port is a whole number from 1 to 65535.`,
  );
}
