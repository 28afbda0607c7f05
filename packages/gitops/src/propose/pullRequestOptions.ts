import type { Plan } from '@tenantry/controls';

export type RiskLevel = Plan['risk']['level'];

/** What a pull request gets besides its content. A failure of these is a warning, never a lost request. */
export interface PullRequestOptions {
  /** Default: false. Said when the pull request is opened, and left alone afterwards. */
  readonly draft?: boolean;
  /** Names of labels; `{risk}` stands for the level. The forge makes those that it doesn't have. */
  readonly labels?: readonly string[];
  /** Who is asked to review, by risk: logins, and teams as `team:<slug>`. */
  readonly reviewers?: Readonly<Partial<Record<RiskLevel, readonly string[]>>>;
  /** Merges as soon as everything required is there; the repository must allow it. Default: not at all. */
  readonly autoMerge?: 'merge' | 'squash' | 'rebase';
}
