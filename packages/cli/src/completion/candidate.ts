/** One way to go on. */
export interface Candidate {
  readonly word: string;
  /** What it is, in a few words. */
  readonly says?: string;
  /** More of the same word is to follow, so no space. */
  readonly more?: boolean;
}

/** What a shell knows better by itself. */
export type Places = 'files' | 'folders';

/**
 * As the shells read it: one candidate a line, a tab and what it is behind it; `:files` and `:folders` leave it to the shell.
 */
export function candidateLines(
  candidates: readonly Candidate[] | Places,
): string {
  if (typeof candidates === 'string') return `:${candidates}`;
  return candidates
    .map(({ word, says }) =>
      says === undefined ? word : `${word}\t${says.replace(/\s+/g, ' ')}`,
    )
    .join('\n');
}
