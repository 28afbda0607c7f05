import { Text } from '@backstage/ui';
import type {
  PreviewFile,
  PullRequestSummary,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Plan } from '@tenantry/controls';
import {
  RiAlertFill,
  RiErrorWarningFill,
  RiShieldCheckFill,
} from '@remixicon/react';
import { planWords } from './planWords';
import styles from './PreviewSummary.module.css';

const riskIcons = {
  low: RiShieldCheckFill,
  medium: RiErrorWarningFill,
  high: RiAlertFill,
} satisfies Record<Plan['risk']['level'], unknown>;

export interface PreviewSummaryProps {
  readonly plan: Plan;
  readonly files: readonly PreviewFile[];
  /** The open pull request that this request would go on top of. */
  readonly onTopOf?: PullRequestSummary;
}

/** What will happen, in one paragraph, and how risky it is. */
export function PreviewSummary({ plan, files, onTopOf }: PreviewSummaryProps) {
  const { level, reason } = plan.risk;
  const RiskIcon = riskIcons[level];
  return (
    <div className={styles.summary}>
      <Text as="p" variant="body-large" className={styles.words}>
        {planWords(plan, files, onTopOf)}
      </Text>
      <p className={styles.risk} data-level={level}>
        <RiskIcon size={16} aria-hidden="true" />
        <span>
          <strong>Risk: {level}.</strong> {reason}
        </span>
      </p>
    </div>
  );
}
