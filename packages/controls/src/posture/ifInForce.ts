import type { Control, EnvironmentContext } from '../control';
import { notInForce } from '../inForce';
import type { Verdict } from './posture';

/**
 * What is to be said of a control that is as it should be: that it holds, or why it refuses nothing in this environment. What
 * is wrong besides comes first.
 */
export function ifInForce<T extends Verdict>(
  verdict: T,
  control: Control,
  context: EnvironmentContext,
): T | Verdict {
  const reason = notInForce(control, context);
  if (reason === undefined || verdict.state === 'no') return verdict;
  const { at } = verdict;
  return {
    state: 'no',
    idle: true,
    reason,
    ...(at === undefined ? {} : { at }),
  };
}
