import type { AttemptResult } from '@tenantry/cluster';
import type { Refusal } from '@tenantry/controls';

/** By whom an attempt must be refused, in words. */
export function expectedText({ control, expected }: AttemptResult): string {
  return `a refusal ${expected
    .map(refusal => refusalText(refusal, control))
    .join(' or ')}`;
}

const plugins = {
  rbac: 'by RBAC',
  'pod-security': 'by pod security admission',
  quota: 'by a quota',
  limits: 'by a LimitRange',
} as const;

function refusalText(refusal: Refusal, control: string): string {
  if (typeof refusal === 'object') return `that says “${refusal.says}”`;
  return refusal === 'rule' ? `by ${control}` : plugins[refusal];
}

const mostCharacters = 300;

/** What the API server said, in one line. */
export function saidText({ attack, reason }: AttemptResult): string {
  const refused = attack?.kind === 'admitted' ? undefined : attack?.message;
  const said = refused ?? (attack ? 'admitted' : reason ?? 'nothing');
  const line = said.replace(/\s+/g, ' ').trim();
  return line.length > mostCharacters
    ? `${line.slice(0, mostCharacters - 1)}…`
    : line;
}

/** The attack, by which route, and as whom. */
export function attemptText({
  row,
  title,
  route,
  actor,
}: AttemptResult): string {
  return `${row} ${title} (${route}, as ${actor})`;
}
