import { MarkdownContent } from '@backstage/core-components';
import { RiGitPullRequestLine } from '@remixicon/react';
import styles from './PullRequestText.module.css';
import { Section } from './Section';

export interface PullRequestTextProps {
  readonly pullRequest: { readonly title: string; readonly body: string };
}

/** The pull request as its reviewer will read it. */
export function PullRequestText({ pullRequest }: PullRequestTextProps) {
  return (
    <Section title="The pull request" aside="as its reviewer will read it">
      <article className={styles.paper}>
        <p className={styles.title}>
          <RiGitPullRequestLine size={18} aria-hidden="true" />
          {pullRequest.title}
        </p>
        <div className={styles.body}>
          <MarkdownContent content={pullRequest.body} dialect="gfm" />
        </div>
      </article>
    </Section>
  );
}
