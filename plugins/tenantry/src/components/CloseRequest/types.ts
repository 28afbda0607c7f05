import type {
  PullRequestSummary,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';

/** A tenant's open pull request, and whom to tell when it is closed. */
export interface ClosableRequest {
  readonly tenant: Pick<TenantStatus, 'name' | 'title' | 'owner' | 'phase'>;
  readonly pullRequest: PullRequestSummary;
  /** The tenant is still there, without the request. */
  readonly onClosed: () => void;
}
