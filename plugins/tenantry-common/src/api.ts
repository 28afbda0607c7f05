import type {
  Component,
  Plan,
  Posture,
  QuotaBar,
  SyncVerdict,
  UnownedNamespace,
} from '@tenantry/controls';
import type { Observed, Problem } from '@tenantry/model';

/** `GET /offer`: what a person can choose from, for the form. */
export interface Offer {
  /** The commit of the GitOps repository this was read from. */
  readonly commit: string;
  readonly platform: { readonly title: string };
  readonly defaults: { readonly profile: string; readonly size: string };
  readonly profiles: readonly ProfileOffer[];
  readonly sizes: readonly SizeOffer[];
  readonly clusters: readonly ClusterOffer[];
}

export interface ProfileOffer {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly stops: readonly string[];
  readonly leavesOpen: readonly string[];
  /** Names of the clusters that can give this profile. */
  readonly clusters: readonly string[];
}

export interface SizeOffer {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Totals per environment, as Kubernetes quantities. */
  readonly cpu: string;
  readonly memory: string;
  readonly storage: string;
  readonly pods: number;
}

export interface ClusterOffer {
  readonly name: string;
  readonly title: string;
  readonly kubernetesVersion: string;
  readonly runtimes: readonly string[];
  /** Whether host names can be asked for on this cluster. */
  readonly ingress: boolean;
}

/** `GET /names/:name`: may a new tenant have this name? */
export interface NameCheck {
  readonly name: string;
  readonly free: boolean;
  /** The open pull request that asks for it already, where whoever asks may add to it; the name is then free to them. */
  readonly onTopOf?: PullRequestSummary;
  /** Why not, with the way out; absent when free. */
  readonly problems: readonly Problem[];
}

/** `POST /preview` with a request as its body. Nothing is written. */
export type Preview =
  | {
      readonly ok: true;
      /** The commit the plan was made against. */
      readonly commit: string;
      readonly files: readonly PreviewFile[];
      readonly plan: Plan;
      /** The pull request as its reviewer will read it. */
      readonly pullRequest: { readonly title: string; readonly body: string };
      /** The tenant's open pull request, to which this request would be added. */
      readonly onTopOf?: PullRequestSummary;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export interface PreviewFile {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** The new text; for a removed file the old one. */
  readonly content: string;
}

/** `GET /tenants`: one of these for each tenant. */
export interface TenantSummary {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly profile: string;
  readonly size: string;
  readonly phase: 'requested' | 'merged';
  readonly environments: readonly {
    readonly name: string;
    readonly cluster: string;
  }[];
  readonly pullRequest?: PullRequestSummary;
  /** Why the tenant's file can't be read; its environments, profile and size are then empty. */
  readonly problem?: string;
}

/** `GET /tenants/:name`. */
export interface TenantStatus {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly profile: string;
  readonly size: string;
  /** `requested`: only in an open pull request; `merged`: in the main branch. */
  readonly phase: 'requested' | 'merged';
  readonly environments: readonly EnvironmentStatus[];
  /** The open pull request of this tenant, if any. */
  readonly pullRequest?: PullRequestSummary;
  /** Whether the portal can close it; where it can't, that is done on the forge. */
  readonly canCloseRequest: boolean;
  /** Last commit on the main branch that touched the tenant; absent while only requested. */
  readonly commit?: {
    readonly sha: string;
    readonly time: string;
    readonly url: string;
  };
  /** Of the tenant's folder on the forge. */
  readonly folderUrl: string;
  /** When the repository was last read, ISO 8601. */
  readonly checkedAt: string;
  /** Why `checkedAt` is not newer: what kept the last attempt from reading the repository. */
  readonly staleBecause?: string;
  /** Why nothing at all is known of clusters; absent where one is looked at. */
  readonly clusterNote?: string;
  /** Where open pages hear that this tenant changed, and nothing about what did. */
  readonly channel?: string;
}

export interface EnvironmentStatus {
  readonly name: string;
  readonly cluster: string;
  readonly namespace: string;
  /** Present where its rules only warn, and it isn't isolated. */
  readonly observed?: Observed;
  readonly profile: string;
  readonly size: string;
  /** Whether Argo CD has applied the last change to the tenant on this cluster. */
  readonly synced: SyncVerdict;
  readonly controls: readonly ControlStatus[];
  /** What it uses of its quota, in reading order. */
  readonly quota: readonly QuotaBar[];
}

export interface ControlStatus {
  readonly control: string;
  readonly title: string;
  readonly component: Component;
  readonly why: string;
  readonly summary?: string;
  readonly stops: readonly { readonly id: string; readonly attempt: string }[];
  /** The YAML this control contributes to the environment. */
  readonly emits: string;
  readonly posture: Posture;
  /** Why the cluster can't have the control; absent where it can. */
  readonly unavailable?: string;
}

export interface PullRequestSummary {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly createdAt: string;
  readonly draft: boolean;
}

/** Body of `POST /tenants/:name/request/close`. */
export interface CloseRequest {
  /** The pull request that the person saw; another one is left alone. Default: the one that is open. */
  readonly pullRequest?: number;
}

/** `POST /tenants/:name/request/close`: what became of the tenant's pull request. */
export interface ClosedRequest {
  /** `none`: it was over already, and nothing was done. */
  readonly change: 'closed' | 'none';
  /** Absent where the tenant never had one. */
  readonly pullRequest?: {
    readonly number: number;
    readonly url: string;
    readonly state: 'closed' | 'merged';
  };
  /** What became of the branch; absent where nothing was done. */
  readonly branch?: {
    readonly name: string;
    readonly deleted: boolean;
    /** Why it stays, in words that follow “because”. */
    readonly reason?: string;
  };
  /** Whether the tenant still has a page: the main branch holds it, or another request asks for it. */
  readonly tenantStays: boolean;
}

/** `GET /unowned?…`: one cluster, from the namespace at that offset on. */
export interface UnownedQuery {
  readonly cluster: string;
  readonly offset: number;
}

/** `GET /unowned`: namespaces that no tenant owns. */
export interface Unowned {
  /** Every cluster of the repository, by name. */
  readonly clusters: readonly UnownedOnCluster[];
  /** When the repository was last read, ISO 8601. */
  readonly checkedAt: string;
  /** Why `checkedAt` is not newer. */
  readonly staleBecause?: string;
}

export type UnownedOnCluster = {
  readonly cluster: string;
  readonly title: string;
} & (
  | {
      readonly state: 'read';
      /** When the cluster last confirmed it, ISO 8601. */
      readonly at: string;
      /** How many there are. */
      readonly total: number;
      /** One page of them: orphans of tenants first, then by name. */
      readonly namespaces: readonly UnownedNamespace[];
      /** The offset of the next page; absent on the last one. */
      readonly next?: number;
      /** How many namespaces belong to tenants. */
      readonly owned: number;
      /** Names of those that belong to the cluster or the platform, which aren't listed. */
      readonly platform: readonly string[];
    }
  | {
      readonly state: 'unreadable';
      readonly reason: string;
      /** When it was last readable; absent when it never was. */
      readonly at?: string;
    }
  | { readonly state: 'not connected' }
);
