/** Keeps GitHub from seeing a mention or a reference; takes no room. */
const nothing = '\u200b';

/**
 * Text that shows as it was typed: no markup, no HTML, no link, no mention, no reference to an issue. One line, for use
 * in the middle of a line or in a table cell.
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\\`*_{}[\]|~$!^]/g, '\\$&')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\\.`)
    .replace(/\bGH-/gi, match => `${match}${nothing}`)
    .replace(/[@#]/g, match => `${match}${nothing}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** An identifier of our own making, such as a path or a control's id. */
export function code(identifier: string): string {
  return `\`${identifier.replace(/[`\p{C}]/gu, '')}\``;
}

/** A link whose address can't end early, whatever is in it. */
export function link(label: string, url: string): string {
  return `[${label}](${url.replace(
    /[()<>\s\\]/g,
    character =>
      `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )})`;
}

/** A path inside a URL: slashes stay, everything else that means something is encoded. */
export function urlPath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A table; cells are Markdown already. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows].map(line).join('\n');
}
