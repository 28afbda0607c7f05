import type {
  ClientOptions,
  CommitMode,
  createClient,
  History,
  Tree,
} from '@tenantry/gitops';
import type { Fleet, Problem } from '@tenantry/model';
import type { RepositoryCoordinates } from './coordinates';
import type { MergedProposal } from './mergedProposals';
import type { OpenProposal } from './openProposals';

/** A client of the forge's API. */
export type ForgeClient = ReturnType<typeof createClient>;

/** How a client is to behave. `token` stands in for the portal's own: it is the user's, whose right then counts. */
export type ForgeClientOptions = Partial<
  Pick<ClientOptions, 'token' | 'log' | 'signal' | 'patienceSeconds'>
>;

/** The repository at one commit. */
export interface RepositorySnapshot {
  readonly commit: string;
  readonly tree: Tree;
  readonly fleet: Fleet;
  /** Files that could not be read as what they should be; what they hold is missing from the fleet. */
  readonly problems: readonly Problem[];
  /** When the forge last answered, ISO 8601. */
  readonly checkedAt: string;
  /** Why this is not newer: what kept the last attempt from reading the repository. */
  readonly staleBecause?: string;
}

/** The last commit that touched a path. */
export interface LastChange {
  readonly sha: string;
  readonly time: string;
}

/** The GitOps repository, shared by every plugin of the backend. */
export interface TenantryRepositoryService {
  readonly coordinates: RepositoryCoordinates;
  /** Address of the portal, for links in pull requests. */
  readonly portalUrl?: string;
  /** How commits are made. */
  readonly commits: CommitMode;
  /** The longest a change may go unseen. */
  readonly refreshMs: number;

  /**
   * The main branch, some seconds old at most. When the forge can't be read the last state comes back with
   * `staleBecause`; without a last state the failure is thrown.
   */
  snapshot(): Promise<RepositorySnapshot>;

  /**
   * The main branch as it is now, for whoever has a reason to think that it changed a moment ago: it is read at once, yet at most
   * once in some seconds, whoever asks. Else, and when it can't be read, what `snapshot` gives.
   */
  newest(): Promise<RepositorySnapshot>;

  /** Reads the repository now, forgets cached pull requests and tells the listeners. Throws when that fails. */
  refresh(): Promise<RepositorySnapshot>;

  /** Open pull requests from Tenantry's branches of this repository, the oldest first; some seconds old at most. */
  openProposals(): Promise<readonly OpenProposal[]>;

  /** The newest merged pull request of each tenant, as far as the forge's list of recent ones goes. */
  mergedProposals(): Promise<readonly MergedProposal[]>;

  /** The repository as a tenant's branch has it, by the mirror alone; `undefined` where there is no such branch. */
  proposed(tenant: string): Promise<RepositorySnapshot | undefined>;

  /** The repository at any commit of its branches; `undefined` when no branch leads to it. */
  at(commit: string): Promise<RepositorySnapshot | undefined>;

  lastChange(commit: string, path: string): Promise<LastChange | undefined>;

  /**
   * The folders right below `path`, by name, each with an id that stays the same as long as nothing inside changes;
   * `undefined` where the repository has no such commit.
   */
  folders(
    commit: string,
    path: string,
  ): Promise<ReadonlyMap<string, string> | undefined>;

  /** A fresh client; tokens of an app live an hour. */
  client(options?: ForgeClientOptions): Promise<ForgeClient>;

  /** What git knows of the repository's commits, by the mirror. */
  history(): Promise<History>;

  /** Called after every `refresh`, and when a read found a new commit. Returns how to stop that. */
  onChange(listener: () => void): () => void;
}
