/**
 * Characters that move a cursor, colour a terminal, begin a line or change its direction, shown as what they are; and what
 * GitHub takes for a command wherever it stands in a line of a log.
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|#(?=#\[)/gu,
    character =>
      `<U+${(character.codePointAt(0) ?? 0)
        .toString(16)
        .toUpperCase()
        .padStart(4, '0')}>`,
  );
}
