import { longestBody, pullRequestBody } from '../pullRequest';
import type { RepositoryPages } from '../pullRequest';
import { plain } from '../markdown';
import { byCodeUnit } from '../tree';
import type { LocalPlans, TenantPlan } from './planLocal';

export interface PlansBodyInput extends LocalPlans {
  readonly repository: RepositoryPages;
  /** The branch or the commit on which the change can be read. */
  readonly head: string;
  /** The commit on which what is removed can still be read. */
  readonly baseCommit: string;
}

/** A tenant's summary and its table need about as much. */
const leastRoom = 3_000;
/** For what is said of those that there is no room for. */
const roomForRest = 1_000;
const mostNamed = 20;
const mostProblems = 50;

const levels = ['high', 'medium', 'low'] as const;

/**
 * What a change does, in the Markdown that its pull request carries: of one tenant exactly that; of several each below a
 * heading, the riskiest first, as many as there is room for in a description or a comment.
 */
export function plansBody(input: PlansBodyInput): string {
  const { plans, problems } = input;
  const parts = [...problemList(problems), ...tenantParts(input)];
  if (plans.length + problems.length === 0)
    return 'This change changes no tenant.\n';
  return `${parts.join('\n\n').trimEnd()}\n`;
}

function tenantParts(input: PlansBodyInput): string[] {
  const { plans, problems } = input;
  if (plans.length === 1 && problems.length === 0)
    return [bodyOf(plans[0], input, longestBody)];
  const riskiestFirst = [...plans].sort(
    (a, b) =>
      levels.indexOf(a.plan.risk.level) - levels.indexOf(b.plan.risk.level) ||
      byCodeUnit(a.plan.tenant, b.plan.tenant),
  );
  const parts: string[] = [];
  let left = longestBody - roomForRest - problemList(problems).join().length;
  for (const [index, entry] of riskiestFirst.entries()) {
    const heading = `## ${plain(entry.plan.tenant)}\n\n`;
    // What one doesn't need is there for the next.
    const share = Math.max(leastRoom, left / (plans.length - index));
    const part = `${heading}${bodyOf(entry, input, share - heading.length)}`;
    left -= part.length + 2;
    if (left < 0) return [...parts, ...restOf(riskiestFirst.slice(index))];
    parts.push(part.trimEnd());
  }
  return parts;
}

function bodyOf(
  { plan, tenant }: TenantPlan,
  { repository, head, baseCommit }: PlansBodyInput,
  longest: number,
): string {
  return pullRequestBody({
    plan,
    tenant,
    branch: head,
    baseCommit,
    repository,
    longest: Math.floor(longest),
  });
}

function restOf(plans: readonly TenantPlan[]): string[] {
  const names = plans.slice(0, mostNamed).map(({ plan }) => plain(plan.tenant));
  const more = plans.length - names.length;
  const list = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    `And ${plans.length} more ${
      plans.length === 1 ? 'tenant' : 'tenants'
    }, of no higher risk: ${list}. \`tenantry plan\` tells all of them.`,
  ];
}

function problemList(problems: PlansBodyInput['problems']): string[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, mostProblems).map(problem => {
    const { file = 'the change', line, path, message } = problem;
    const place = line === undefined ? file : `${file}:${line}`;
    const field = path.length > 0 ? `${path.join('.')}: ` : '';
    return `- ${plain(place)}: ${plain(`${field}${message}`.slice(0, 400))}`;
  });
  const more = problems.length - lines.length;
  return [
    [
      '**Can’t be planned:**',
      '',
      ...lines,
      ...(more > 0 ? [`- and ${more} more`] : []),
    ].join('\n'),
  ];
}
