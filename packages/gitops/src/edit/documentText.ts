import type { Document, ToStringOptions } from 'yaml';

/** A document as people write it: long lines stay, and braces are padded while brackets aren't, which the library does alike. */
export function documentText(
  document: Document,
  options: ToStringOptions,
): string {
  return document
    .toString({ lineWidth: 0, ...options })
    .replace(
      /("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#.*$)|\[ | \]/gm,
      (bracket, kept: string | undefined) => kept ?? bracket.trim(),
    );
}
