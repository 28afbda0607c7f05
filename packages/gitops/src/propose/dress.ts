import { GitOpsError } from '../errors';
import { call, refusedWith } from './errors';
import type { ForgeRepository } from './forge';
import type { PullRequest } from './pull';
import type { RiskLevel } from './pullRequestOptions';
import type { Proposed, Wanted } from './wanted';

interface Step {
  readonly wanted: Wanted;
  readonly pull: PullRequest;
  readonly change: Proposed['change'];
}

const levels: readonly RiskLevel[] = ['low', 'medium', 'high'];

/** Labels, reviewers and auto-merge, as far as the pull request lacks them. Answers warnings. */
export async function dress(
  forge: ForgeRepository,
  step: Step,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const part of [label, askReviewers, mergeWhenReady]) {
    try {
      await part(forge, step);
    } catch (error) {
      if (!(error instanceof GitOpsError)) throw error;
      warnings.push(
        `Pull request #${step.pull.number} stands without this: ${error.message}`,
      );
    }
  }
  return warnings;
}

async function label(
  forge: ForgeRepository,
  { wanted, pull }: Step,
): Promise<void> {
  const { octokit, owner, repo } = forge;
  const { labels: wished = [] } = wanted.pullRequest;
  const at = (risk: RiskLevel) =>
    wished.map(name => name.replaceAll('{risk}', risk));
  const { level } = wanted.proposal.plan.risk;
  const has = new Set(pull.labels);
  const missing = at(level).filter(name => !has.has(name));
  const stale = levels
    .flatMap(at)
    .filter(name => has.has(name) && !at(level).includes(name));
  const issue = { owner, repo, issue_number: pull.number };
  if (missing.length > 0) {
    const attempt = { to: `label it ${missing.join(', ')}`, writes: true };
    await call(forge, attempt, () =>
      octokit.rest.issues.addLabels({ ...issue, labels: missing }),
    );
  }
  for (const name of stale) {
    const attempt = { to: `take the label ${name} off it`, writes: true };
    try {
      await call(forge, attempt, () =>
        octokit.rest.issues.removeLabel({ ...issue, name }),
      );
    } catch (error) {
      // A person was faster, or the answer was lost and this is the second time.
      if (!refusedWith(error, /label does not exist/i)) throw error;
    }
  }
}

/** Nobody is asked twice who has been asked or has answered. */
async function askReviewers(
  forge: ForgeRepository,
  { wanted, pull, change }: Step,
): Promise<void> {
  const { octokit, owner, repo } = forge;
  const { level } = wanted.proposal.plan.risk;
  const wished = wanted.pullRequest.reviewers?.[level] ?? [];
  const missing = wished.filter(
    name => name !== pull.author && !pull.reviewers.includes(name),
  );
  if (missing.length === 0) return;
  if (change === 'none' && (await isReviewed(forge, pull))) return;

  const attempt = {
    to: `ask ${missing.join(', ')} for a review`,
    writes: true,
  };
  const team = /^team:/;
  await call(forge, attempt, () =>
    octokit.rest.pulls.requestReviewers({
      owner,
      repo,
      pull_number: pull.number,
      reviewers: missing.filter(name => !team.test(name)),
      team_reviewers: missing
        .filter(name => team.test(name))
        .map(name => name.replace(team, '')),
    }),
  );
}

async function isReviewed(
  forge: ForgeRepository,
  { number }: PullRequest,
): Promise<boolean> {
  const { octokit, owner, repo } = forge;
  const attempt = { to: 'list its reviews', writes: false };
  const { data } = await call(forge, attempt, () =>
    octokit.rest.pulls.listReviews({
      owner,
      repo,
      pull_number: number,
      per_page: 1,
    }),
  );
  return data.length > 0;
}

const enable = `mutation ($input: EnablePullRequestAutoMergeInput!) {
  enablePullRequestAutoMerge(input: $input) { pullRequest { number } }
}`;

async function mergeWhenReady(
  forge: ForgeRepository,
  { wanted, pull, change }: Step,
): Promise<void> {
  const { autoMerge } = wanted.pullRequest;
  // Whoever took it off meanwhile had a reason.
  if (!autoMerge || change === 'none') return;
  const attempt = { to: 'merge it by itself when it is ready', writes: true };
  const input = {
    pullRequestId: pull.nodeId,
    mergeMethod: autoMerge.toUpperCase(),
  };
  await call(forge, attempt, () => forge.octokit.graphql(enable, { input }));
}
