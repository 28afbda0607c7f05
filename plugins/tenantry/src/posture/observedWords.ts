import { dayOf, isOverdue, type Observed } from '@tenantry/model';

/**
 * What is to be said of an environment whose rules only warn.
 *
 * @param now milliseconds since 1970.
 */
export function observedWords(
  observed: Observed,
  now: number,
): { readonly title: string; readonly reason: string } {
  const { until } = observed;
  const today = dayOf(now);
  return {
    title: isOverdue(observed, today)
      ? `Not isolated: observed still, though it was to be enforced by ${until}`
      : `Not isolated: observed until ${until}`,
    reason:
      'Its rules warn and refuse nothing, and what would cut off or refuse its workloads is not applied.',
  };
}
