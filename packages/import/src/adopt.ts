import { identityOf } from '@tenantry/controls';
import type { RenderedObject } from '@tenantry/controls';
import { sameContents } from './canonicalObject';
import type { Effect, Judgement } from './disposition';
import { isBounding } from './map/resources';

/**
 * How far the first pull request goes.
 *
 * `identical`: environments are observed and every object stays as it is; the Namespace gains labels and annotations, and
 * role bindings of ours come beside the others. `widen`: environments are enforced; nothing that is allowed now by an object
 * is taken away: what ours say with at least as much room is left to ours, everything else stays beside them. `enforce`:
 * environments are enforced, and objects that allow more than the profile are taken away.
 */
export const adoptions = ['identical', 'widen', 'enforce'] as const;
export type Adoption = (typeof adoptions)[number];

/** What is applied by merging, by identity. */
export type Applied = ReadonlyMap<string, RenderedObject>;

export function appliedOf(rendered: readonly RenderedObject[]): Applied {
  return new Map(rendered.map(one => [identityOf(one.object), one] as const));
}

/** What becomes of an object by merging, under one of the three ways to adopt. */
export function effectOf(
  judgement: Judgement,
  adoption: Adoption,
  applied: Applied,
): Effect {
  const { object } = judgement.found;
  if (object.kind === 'Namespace')
    return applied.has(identityOf(object)) ? 'marked' : 'stays';
  if (adoption === 'identical') return 'stays';
  switch (judgement.disposition) {
    case 'exact':
      return 'replaced';
    case 'overridden':
      return takesAway(judgement) ? 'removed' : 'replaced';
    case 'weaker':
      return adoption === 'enforce' ? 'removed' : 'stays';
    default:
      return 'stays';
  }
}

/** Whether rendering allows less than an object of which two can't stand beside each other. */
export function takesAway({ found, notes }: Judgement): boolean {
  return (
    (found.object.kind === 'Namespace' || isBounding(found.object)) &&
    notes.some(({ tightens }) => tightens)
  );
}

/**
 * Objects that applying would change: they are there under the very name that rendering uses, with other contents. Of a
 * Namespace, only values of labels and annotations that it has already.
 */
export function collisions(
  judgements: readonly Judgement[],
  applied: Applied,
): string[] {
  return judgements.flatMap(({ found: { object } }) => {
    const ours = applied.get(identityOf(object));
    if (!ours) return [];
    const name = `${object.kind} ${object.metadata.name}`;
    if (object.kind === 'Namespace')
      return (['labels', 'annotations'] as const).flatMap(field =>
        Object.entries(ours.object.metadata[field] ?? {})
          .filter(([key, value]) => {
            const before = object.metadata[field]?.[key];
            return before !== undefined && before !== value;
          })
          .map(([key]) => `${name}: ${key}`),
      );
    return sameContents(object, ours.object) ? [] : [name];
  });
}
