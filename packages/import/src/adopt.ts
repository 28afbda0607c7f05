import { identityOf } from '@tenantry/controls';
import type { RenderedObject } from '@tenantry/controls';
import type { Effect, Judgement } from './disposition';
import { canonicalObject } from './canonicalObject';

/**
 * How far the first pull request goes.
 *
 * `identical`: environments are observed, every object that is there stays as it is; the Namespace gains labels and
 * annotations. `widen`: environments are observed; what rendering says too, with at least as much room, is left to it.
 * `enforce`: environments are enforced; guard-rails that say more than the profile are taken away.
 */
export const adoptions = ['identical', 'widen', 'enforce'] as const;
export type Adoption = (typeof adoptions)[number];

/** What of an object becomes of merging, under one of the three ways to adopt. */
export function effectOf(
  { found, disposition, notes }: Judgement,
  adoption: Adoption,
  applied: ReadonlyMap<string, RenderedObject>,
): Effect {
  const { object } = found;
  const ours = applied.get(identityOf(object));
  if (object.kind === 'Namespace') return ours ? 'marked' : 'stays';
  if (adoption === 'identical') return 'stays';
  if (found.place.item !== undefined) return 'stays';
  const hasCounterpart = Array.from(applied.values()).some(
    rendered => rendered.object.kind === object.kind,
  );
  if (!hasCounterpart) return 'stays';
  switch (disposition) {
    case 'exact':
      return 'replaced';
    case 'overridden':
      if (!notes.some(({ tightens }) => tightens)) return 'replaced';
      return adoption === 'enforce' ? 'removed' : 'stays';
    case 'weaker':
      return adoption === 'enforce' ? 'removed' : 'stays';
    default:
      return 'stays';
  }
}

/** Objects that are there under the very name that rendering uses, with other contents: applying would change them. */
export function collisions(
  judgements: readonly Judgement[],
  applied: ReadonlyMap<string, RenderedObject>,
): Judgement[] {
  return judgements.filter(({ found, disposition }) => {
    const { object } = found;
    const ours = applied.get(identityOf(object));
    if (!ours) return false;
    if (object.kind === 'Namespace')
      return disposition === 'overridden' || disposition === 'weaker';
    return !isSameSpec(object, ours.object);
  });
}

function isSameSpec(
  left: Parameters<typeof canonicalObject>[0],
  right: Parameters<typeof canonicalObject>[0],
): boolean {
  const bare = (object: typeof left) => {
    const { metadata: _, ...declared } = canonicalObject(object);
    return JSON.stringify(declared);
  };
  return bare(left) === bare(right);
}
