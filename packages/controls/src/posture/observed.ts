import type { Control, EnvironmentContext } from '../control';
import { observedReason } from '../observed';
import type { Verdict } from './posture';

/**
 * What is to be said of a control that is as it should be: that it holds, or that it refuses nothing as long as its
 * environment is observed. What is wrong besides comes first.
 */
export function unlessObserved<T extends Verdict>(
  verdict: T,
  control: Control,
  context: EnvironmentContext,
): T | Verdict {
  const reason = observedReason(control, context);
  if (reason === undefined || verdict.state === 'no') return verdict;
  const { at } = verdict;
  return { state: 'no', reason, ...(at === undefined ? {} : { at }) };
}
