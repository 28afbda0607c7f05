import type { FoundObject, Place } from './read/readNamespaces';

/**
 * What an object is beside the tenant that was made of its namespace, the worst first:
 * `unreadable` is no object at all; `weaker` allows what the profile doesn't; `inexpressible` says what no tenant file can;
 * `overridden` has a counterpart of ours with other values; `extra` has none and takes nothing from the profile;
 * `exact`: rendering says everything it says; `untouched` is no guard-rail, or belongs to a namespace that isn't adopted.
 */
export const dispositions = [
  'unreadable',
  'weaker',
  'inexpressible',
  'overridden',
  'extra',
  'exact',
  'untouched',
] as const;
export type Disposition = (typeof dispositions)[number];

/** One reason for a disposition. */
export interface Note {
  readonly disposition: Disposition;
  /** The control that says otherwise, or that is looser or tighter; absent where none has to do with it. */
  readonly control?: string;
  /** The same words wherever it is the same matter, so that it can be told once with a count. */
  readonly matter: string;
  /** What it is here. */
  readonly detail: string;
  /** Whether ours would take away something that works now. */
  readonly tightens?: true;
}

/**
 * What becomes of an object on the cluster by merging: `stays` as it is; `marked`: labels and annotations are added;
 * `replaced`: taken out of its file, for ours says it all; `removed`: taken out, and something it said is lost.
 */
export type Effect = 'stays' | 'marked' | 'replaced' | 'removed';

/** Everything the report says of one object, or of a document that is none. */
export interface ObjectReport {
  readonly place: Place;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly disposition: Disposition;
  /** Controls that render what it says. */
  readonly by: readonly string[];
  readonly notes: readonly Note[];
  readonly effect: Effect;
}

/** What was found out about one object, before anybody decided what becomes of it. */
export interface Judgement {
  readonly found: FoundObject;
  readonly disposition: Disposition;
  readonly by: readonly string[];
  readonly notes: readonly Note[];
}

/** The worst of several, or `otherwise` where that is worse. */
export function worstOf(
  notes: readonly Pick<Note, 'disposition'>[],
  otherwise: Disposition,
): Disposition {
  return (
    dispositions.find(
      candidate =>
        candidate === otherwise ||
        notes.some(({ disposition }) => disposition === candidate),
    ) ?? otherwise
  );
}

/** A judgement whose disposition is the worst of its notes. */
export function judged(
  found: FoundObject,
  notes: readonly Note[],
  otherwise: Disposition,
  by: Iterable<string> = [],
): Judgement {
  return {
    found,
    disposition: worstOf(notes, otherwise),
    by: [...new Set(by)],
    notes,
  };
}
