import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError, stringifyError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  DefaultGitlabCredentialsProvider,
  ScmIntegrations,
} from '@backstage/integration';
import {
  createClient,
  openMirror,
  proposalBranch,
  readFleetInSlices,
  type History,
  type Mirror,
} from '@tenantry/gitops';
import { cached, type Cached } from './cached';
import { forgeNames, type RepositoryCoordinates } from './coordinates';
import {
  listMergedMergeRequests,
  listOpenMergeRequests,
  type GitlabAccess,
} from './gitlab';
import { listingError } from './listingError';
import { listMergedProposals, type MergedProposal } from './mergedProposals';
import { listOpenProposals, type OpenProposal } from './openProposals';
import type {
  ForgeClient,
  ForgeClientOptions,
  LastChange,
  RepositorySnapshot,
  TenantryRepositoryService,
} from './repositoryService';
import { sharedRuns } from './sharedRuns';
import { readTenantrySettings, type TenantrySettings } from './settings';

/** What the providers of all forges have in common. */
interface CredentialsProvider {
  getCredentials(options: {
    url: string;
  }): Promise<{ readonly token?: string }>;
}

/** Answers that are younger than this are not asked for again. */
const FRESH_MS = 5_000;

/** Reads through a bare mirror, writes through GitHub's API. On GitLab others write, by stock actions. */
export class DefaultTenantryRepository implements TenantryRepositoryService {
  readonly coordinates;
  readonly portalUrl;
  readonly commits;
  readonly refreshMs;
  readonly #settings: TenantrySettings;
  readonly #credentials: CredentialsProvider;
  readonly #logger: LoggerService;
  readonly #open: Cached<readonly OpenProposal[]>;
  readonly #merged: Cached<readonly MergedProposal[]>;
  readonly #read = sharedRuns(() => this.#readNow());
  readonly #listeners = new Set<() => void>();
  #mirror: Promise<Mirror> | undefined;
  #last: RepositorySnapshot | undefined;
  /** When a read was last tried, whatever came of it. */
  #triedAt = 0;
  /** When somebody last asked for the newest. */
  #askedAt = 0;

  static fromConfig(
    config: RootConfigService,
    options: { logger: LoggerService },
  ): DefaultTenantryRepository {
    const integrations = ScmIntegrations.fromConfig(config);
    const settings = readTenantrySettings(config);
    const providers = {
      github: DefaultGithubCredentialsProvider,
      gitlab: DefaultGitlabCredentialsProvider,
    };
    return new DefaultTenantryRepository(
      settings,
      providers[settings.coordinates.forge].fromIntegrations(integrations),
      options.logger,
    );
  }

  private constructor(
    settings: TenantrySettings,
    credentials: CredentialsProvider,
    logger: LoggerService,
  ) {
    this.#settings = settings;
    this.#credentials = credentials;
    this.#logger = logger;
    this.coordinates = settings.coordinates;
    this.portalUrl = settings.portalUrl;
    this.commits = settings.commits;
    this.refreshMs = settings.refreshMs;
    const onGitlab = settings.coordinates.forge === 'gitlab';
    this.#open = cached(
      async () =>
        onGitlab
          ? listOpenMergeRequests(await this.#gitlab())
          : this.#list(listOpenProposals),
      FRESH_MS,
    );
    this.#merged = cached(
      async () =>
        onGitlab
          ? listMergedMergeRequests(await this.#gitlab())
          : this.#list(listMergedProposals),
      FRESH_MS,
    );
  }

  async snapshot(): Promise<RepositorySnapshot> {
    const last = this.#last;
    if (last && Date.now() - this.#triedAt < FRESH_MS) return last;
    try {
      const fresh = await this.#read();
      if (last && last.commit !== fresh.commit) this.#tell();
      return fresh;
    } catch (error) {
      if (!this.#last) throw error;
      return this.#last;
    }
  }

  async refresh(): Promise<RepositorySnapshot> {
    this.#open.forget();
    this.#merged.forget();
    const fresh = await this.#read();
    this.#tell();
    return fresh;
  }

  async newest(): Promise<RepositorySnapshot> {
    if (Date.now() - this.#askedAt < FRESH_MS) return this.snapshot();
    this.#askedAt = Date.now();
    try {
      const before = this.#last?.commit;
      const fresh = await this.#read();
      if (before !== fresh.commit) this.#tell();
      return fresh;
    } catch {
      return this.snapshot();
    }
  }

  openProposals(): Promise<readonly OpenProposal[]> {
    return this.#open.get();
  }

  mergedProposals(): Promise<readonly MergedProposal[]> {
    return this.#merged.get();
  }

  async proposed(tenant: string): Promise<RepositorySnapshot | undefined> {
    const mirror = await this.#openMirror();
    const tip = await mirror.branchTip(proposalBranch(tenant));
    return tip === undefined ? undefined : this.#readCommit(mirror, tip);
  }

  async at(commit: string): Promise<RepositorySnapshot | undefined> {
    const mirror = await this.#openMirror();
    if (!(await mirror.has(commit))) {
      // It may be younger than the last transfer.
      await this.#read();
      if (!(await mirror.has(commit))) return undefined;
    }
    return this.#readCommit(mirror, commit);
  }

  async lastChange(
    commit: string,
    path: string,
  ): Promise<LastChange | undefined> {
    const mirror = await this.#openMirror();
    return mirror.log(commit, path);
  }

  async folders(
    commit: string,
    path: string,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    const mirror = await this.#openMirror();
    if (!(await mirror.has(commit))) {
      await this.newest();
      if (!(await mirror.has(commit))) return undefined;
    }
    return mirror.folders(commit, path);
  }

  client(options?: ForgeClientOptions): Promise<ForgeClient> {
    return this.#client(options);
  }

  history(): Promise<History> {
    return this.#openMirror();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #list<T>(
    list: (
      octokit: ForgeClient,
      coordinates: RepositoryCoordinates,
    ) => Promise<T>,
  ): Promise<T> {
    try {
      // Somebody waits for a page, and the next poll is near.
      const octokit = await this.#client({ retries: 0 });
      return await list(octokit, this.coordinates);
    } catch (error) {
      throw listingError(error, this.coordinates);
    }
  }

  async #readNow(): Promise<RepositorySnapshot> {
    try {
      const mirror = await this.#openMirror();
      const { head } = await mirror.fetch();
      const known = this.#last?.commit === head ? this.#last : undefined;
      this.#last = known
        ? { ...known, checkedAt: now(), staleBecause: undefined }
        : await this.#readCommit(mirror, head);
      return this.#last;
    } catch (error) {
      this.#failed(error);
      throw error;
    } finally {
      this.#triedAt = Date.now();
    }
  }

  #failed(error: unknown): void {
    const staleBecause = stringifyError(error);
    if (!this.#last || this.#last.staleBecause === staleBecause) return;
    this.#last = { ...this.#last, staleBecause };
    this.#logger.warn(
      `The tenants repository can't be read, so its last state is shown: ${staleBecause}`,
    );
  }

  async #readCommit(
    mirror: Mirror,
    commit: string,
  ): Promise<RepositorySnapshot> {
    const tree = await mirror.tree(commit);
    const { fleet, problems } = await readFleetInSlices(
      tree,
      this.coordinates.htmlUrl,
    );
    return {
      commit,
      tree,
      fleet,
      problems,
      checkedAt: now(),
    };
  }

  #openMirror(): Promise<Mirror> {
    this.#mirror ??= openMirror({
      url: this.#settings.cloneUrl,
      directory: this.#settings.mirrorDirectory,
      branch: this.coordinates.branch,
      token: () => this.#token(),
    }).catch(error => {
      this.#mirror = undefined;
      throw error;
    });
    return this.#mirror;
  }

  async #client(
    options: ForgeClientOptions & { retries?: number } = {},
  ): Promise<ForgeClient> {
    const { forge, host } = this.coordinates;
    if (forge !== 'github') {
      throw new InputError(
        `${host} is a ${forgeNames[forge]}, and this is done through GitHub's API: render with tenantry:render and publish with ${forgeNames[forge]}'s own action, as templates/request-tenant-gitlab does`,
      );
    }
    return createClient({
      ...options,
      apiBaseUrl: this.coordinates.apiBaseUrl,
      token: options.token ?? (await this.#token()),
      // GitHub asks for a second between writes; a server on this machine doesn't.
      throttle: !isLoopback(this.coordinates.host),
    });
  }

  async #gitlab(): Promise<GitlabAccess> {
    return { coordinates: this.coordinates, token: await this.#token() };
  }

  async #token(): Promise<string | undefined> {
    const { token } = await this.#credentials.getCredentials({
      url: this.coordinates.htmlUrl,
    });
    return token;
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#logger.warn(
          `A listener of the tenants repository failed: ${stringifyError(
            error,
          )}`,
        );
      }
    }
  }
}

function now(): string {
  return new Date().toISOString();
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
