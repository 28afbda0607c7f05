import type { ReactNode } from 'react';
import type { PullRequestSummary } from '@tenantry/backstage-plugin-tenantry-common';
import { Link, Text } from '@backstage/ui';
import { RiGitPullRequestLine } from '@remixicon/react';
import styles from './PullRequestBanner.module.css';
import { TimeAgo } from './TimeAgo';

/** The open pull request of a tenant: nothing of it is in force before somebody merges it. */
export function PullRequestBanner({
  pullRequest,
  children,
}: {
  pullRequest: PullRequestSummary;
  /** What can be done about it. */
  children?: ReactNode;
}) {
  const { number, title, url, createdAt, draft } = pullRequest;
  return (
    <div className={styles.banner}>
      <RiGitPullRequestLine
        size={18}
        aria-hidden="true"
        className={styles.icon}
      />
      <div className={styles.words} role="status">
        <Link
          href={url}
          target="_blank"
          rel="noopener noreferrer"
          weight="bold"
        >
          {`Open pull request #${number}: ${title}`}
        </Link>
        <Text variant="body-small" color="secondary">
          {draft ? 'draft' : 'waiting for review'} · opened{' '}
          <TimeAgo time={createdAt} />
        </Text>
      </div>
      {children}
    </div>
  );
}
