const mostCharacters = 300;

/** Words of somebody else as part of a sentence: a proxy answers with whole pages, and a database keeps no U+0000. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > mostCharacters
    ? `${line.slice(0, mostCharacters - 1)}…`
    : line;
}
