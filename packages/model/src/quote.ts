const LONGEST = 60;

/**
 * Quotes what somebody typed for use in a message: cut to 60 characters, and with every character that could hide
 * or forge text (controls, line breaks, direction marks, zero-width characters) written as its code point.
 */
export function quote(value: string): string {
  const characters = [...value.slice(0, LONGEST * 2)];
  const shown = characters.slice(0, LONGEST).map(visible).join('');
  const cut = value.length > LONGEST * 2 || characters.length > LONGEST;
  return `“${shown}${cut ? '…' : ''}”`;
}

/** `U+202E` for a character. */
export function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `a, b and c`; a long list is cut with how many were left out. */
export function listed(values: readonly string[], most = 20): string {
  if (values.length > most) {
    const rest = values.length - most;
    return `${values.slice(0, most).join(', ')} and ${rest} more`;
  }
  const last = values.at(-1) ?? '';
  return values.length < 2
    ? last
    : `${values.slice(0, -1).join(', ')} and ${last}`;
}

function visible(character: string): string {
  return /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(character) &&
    character !== ' '
    ? `<${codePoint(character)}>`
    : character;
}
