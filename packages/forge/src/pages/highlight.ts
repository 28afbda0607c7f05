import { html } from 'hono/html';

import type { Html } from './html';

const YAML_LINE = /^(\s*(?:- )*)([\w./$-]+|"[^"]*"|'[^']*')(:)(\s.*)?$/;

/** One line of a file, with the keys, strings and comments of YAML told apart. */
export function highlightLine(path: string, line: string): Html | string {
  if (!/\.ya?ml$/i.test(path)) {
    return line;
  }
  if (/^\s*#/.test(line)) {
    return html`<span class="c">${line}</span>`;
  }
  const parts = YAML_LINE.exec(line);
  if (!parts) {
    return highlightValue(line);
  }
  const [, indent, key, colon, value = ''] = parts;
  return html`${indent}<span class="k">${key}</span>${colon}${highlightValue(
      value,
    )}`;
}

function highlightValue(text: string): Html | string {
  const [, value, comment] = /^(.*?)(\s#.*)?$/.exec(text) ?? ['', text, ''];
  const quoted = /["']/.test(value);
  return html`${quoted ? html`<span class="s">${value}</span>` : value}${comment
    ? html`<span class="c">${comment}</span>`
    : ''}`;
}
