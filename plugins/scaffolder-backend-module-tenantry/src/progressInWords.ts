import type { Checks, PullProgress } from '@tenantry/gitops';

/** One line for a log: the same words as long as nothing has changed. */
export function progressInWords({
  number,
  state,
  checks,
  headSha,
  mergeCommitSha,
}: PullProgress): string {
  const pull = `Pull request #${number}`;
  if (state === 'closed') return `${pull} was closed without merging`;
  if (state === 'merged') {
    const failing = checks?.failing ?? [];
    return `${pull} was merged as ${mergeCommitSha}${
      failing.length > 0 ? `, with failing checks: ${names(failing)}` : ''
    }`;
  }
  return `${pull} is open at ${headSha.slice(0, 10)}${
    checks ? `; ${checksInWords(checks)}` : ''
  }`;
}

/** What the checks say, with names of those that somebody has to look at. */
export function checksInWords(checks: Checks): string {
  const { state, running, failing, passing, reason } = checks;
  const parts = [
    ...(failing.length > 0 ? [`failing: ${names(failing)}`] : []),
    ...(running.length > 0 ? [`running: ${names(running)}`] : []),
    ...(passing.length > 0 ? [`passed: ${passing.length}`] : []),
  ];
  if (state === 'unknown') parts.push(`some can't be read: ${reason}`);
  return parts.length > 0
    ? `checks ${parts.join('; ')}`
    : 'nobody has reported a check';
}

const mostNames = 20;

function names(all: readonly string[]): string {
  const rest = all.length - mostNames;
  const shown = all.slice(0, mostNames).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
