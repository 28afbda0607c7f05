import type { SyncVerdict } from '@tenantry/controls';
import type { Mark, Phase } from './marks';

export const syncWords: Record<SyncVerdict['state'], string> = {
  yes: 'synced',
  no: 'not synced',
  unknown: 'sync unknown',
};

/** The mark of how far Argo CD has come with an environment. */
export function markOfSync({ state }: SyncVerdict, phase: Phase): Mark {
  return phase === 'requested'
    ? { state: 'waiting', word: 'once merged' }
    : { state, word: syncWords[state] };
}

/** What Argo CD put back, as one line without its end: `put NetworkPolicy default-deny back`, `… and 2 more back, 4 times in all`. */
export function repairWords({
  repairs,
}: Pick<SyncVerdict, 'repairs'>): string | undefined {
  if (!repairs) return undefined;
  const [first = 'something', ...others] = repairs.objects;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const times = repairs.count > 1 ? `, ${repairs.count} times in all` : '';
  return `put ${first}${more} back${times}`;
}
