import type { Git } from './git/git';
import type { Memo } from './memo';
import type { Repositories } from './repositories';
import type { StateDatabase } from './state/database';
import type { Users } from './users';
import type { Webhooks } from './webhooks';

export interface ForgeLogger {
  info(message: string): void;
  warn(message: string): void;
}

/** What every part of a running forge shares. */
export interface ForgeContext {
  /** `http://localhost:<port>`, without a slash at the end. */
  readonly url: string;
  readonly db: StateDatabase;
  readonly git: Git;
  readonly users: Users;
  readonly repositories: Repositories;
  readonly webhooks: Webhooks;
  /** Answers that follow from commit ids alone, such as whether two of them merge. */
  readonly memo: Memo;
  readonly logger: ForgeLogger;
  readonly signInHint?: string;
}
