import type {
  PreviewFile,
  PullRequestSummary,
} from '@tenantry/backstage-plugin-tenantry-common';
import type { Plan } from '@tenantry/controls';

/** What submitting and merging would do, in one paragraph. */
export function planWords(
  plan: Plan,
  files: readonly PreviewFile[],
  onTopOf?: PullRequestSummary,
): string {
  if (plan.kind === 'none') {
    return `Nothing would change: ${plan.tenant} is exactly as you ask already.`;
  }
  const clusters = new Set(plan.environments.map(({ cluster }) => cluster));
  const where = onTopOf
    ? `Submitting changes pull request #${onTopOf.number}, which then`
    : 'Submitting opens one pull request that';
  const what = `${where} ${
    plan.kind === 'new' ? 'adds' : 'changes'
  } the tenant ${plan.tenant}.`;
  const then = `Once it is merged, ${count(
    plan.environments.filter(({ change }) => change !== 'unchanged').length,
    'namespace',
  )} on ${count(clusters.size, 'cluster')} ${
    plan.kind === 'new' ? 'come into being' : 'change'
  }: ${count(plan.objects.length, 'object')} in ${count(
    files.length,
    'file',
  )}.`;
  const others =
    plan.othersAffected.length === 0
      ? 'Nobody else is affected.'
      : `Also affected: ${plan.othersAffected.join(', ')}.`;
  return `${what} ${then} ${others}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
