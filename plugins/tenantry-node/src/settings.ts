import type { RootConfigService } from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import type { CommitMode } from '@tenantry/gitops';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { durationToMilliseconds } from '@backstage/types';
import { join, resolve } from 'node:path';
import { parseRepositoryUrl, type RepositoryCoordinates } from './coordinates';

/** The `tenantry` section of the configuration, checked. */
export interface TenantrySettings {
  readonly coordinates: RepositoryCoordinates;
  /** What git fetches from, without credentials. */
  readonly cloneUrl: string;
  readonly portalUrl?: string;
  readonly refreshMs: number;
  readonly commits: CommitMode;
  /** Folder of the local mirror, absolute. */
  readonly mirrorDirectory: string;
}

const SHORTEST_REFRESH_MS = 5_000;
const DEFAULT_REFRESH_MS = 60_000;

/** Reads the configuration. Throws an error that names the setting to correct. */
export function readTenantrySettings(
  config: RootConfigService,
): TenantrySettings {
  const parts = parseRepositoryUrl(config.getString('tenantry.repository.url'));
  const coordinates = {
    ...parts,
    ...forgeOf(parts, config),
    branch: readBranch(config),
  };
  return {
    coordinates,
    cloneUrl: `${parts.htmlUrl}.git`,
    portalUrl: config.getOptionalString('app.baseUrl'),
    refreshMs: readRefresh(config),
    commits: readCommits(config),
    mirrorDirectory: mirrorDirectory(config, coordinates),
  };
}

/** The name ends up in addresses and in git's arguments. */
function readBranch(config: RootConfigService): string {
  const key = 'tenantry.repository.branch';
  const branch = config.getOptionalString(key) ?? 'main';
  const isName =
    /^[\w.][\w./-]*$/.test(branch) &&
    !/\.\.|\/\/|\/\.|^\.|\.$|\/$|\.lock(\/|$)/.test(branch);
  if (isName) return branch;
  throw new InputError(
    `${key} is ${JSON.stringify(
      branch,
    )}, which is no branch; write its plain name, such as main`,
  );
}

/** The forge by the integrations. GitLab alone has groups within groups. */
function forgeOf(
  {
    host,
    owner,
    htmlUrl,
  }: Pick<RepositoryCoordinates, 'host' | 'owner' | 'htmlUrl'>,
  config: RootConfigService,
): Pick<RepositoryCoordinates, 'forge' | 'apiBaseUrl'> {
  const integrations = ScmIntegrations.fromConfig(config);
  const gitlab = integrations.gitlab.byHost(host)?.config.apiBaseUrl;
  if (gitlab) return { forge: 'gitlab', apiBaseUrl: gitlab };

  const github = integrations.github.byHost(host)?.config.apiBaseUrl;
  if (!github) {
    throw new InputError(
      `tenantry.repository.url points at ${host}, for which neither integrations.github nor integrations.gitlab has an entry; add one with host, apiBaseUrl and a token or an app`,
    );
  }
  if (owner.includes('/')) {
    throw new InputError(
      `tenantry.repository.url is ${JSON.stringify(
        htmlUrl,
      )}, which is not <host>/<owner>/<repository>; write it like https://github.com/example/tenants`,
    );
  }
  return { forge: 'github', apiBaseUrl: github };
}

const commitModes: readonly CommitMode[] = ['deterministic', 'signed'];

function readCommits(config: RootConfigService): CommitMode {
  const key = 'tenantry.commits';
  const given = config.getOptionalString(key) ?? 'deterministic';
  const mode = commitModes.find(known => known === given);
  if (mode) return mode;
  throw new InputError(
    `${key} is ${JSON.stringify(given)}; it is one of ${commitModes.join(
      ', ',
    )}`,
  );
}

function readRefresh(config: RootConfigService): number {
  const key = 'tenantry.refresh';
  if (!config.has(key)) return DEFAULT_REFRESH_MS;
  const ms = durationToMilliseconds(readDurationFromConfig(config, { key }));
  if (ms >= SHORTEST_REFRESH_MS) return ms;
  throw new InputError(`${key} is ${ms / 1000} s; the least is 5 seconds`);
}

/** One folder for each repository, so that another address never meets the old one's files. */
function mirrorDirectory(
  config: RootConfigService,
  { host, owner, repo }: RepositoryCoordinates,
): string {
  const base = resolve(
    config.getOptionalString('backend.workingDirectory') ?? '.',
    config.getOptionalString('tenantry.dataDir') ?? '.tenantry/mirror',
  );
  const name = `${host}-${owner}-${repo}`.replace(/[^A-Za-z0-9._-]/g, '-');
  return join(base, `${name}.git`);
}
