import { raw } from 'hono/html';
import { Marked } from 'marked';
import sanitize from 'sanitize-html';

import type { Html } from './html';

const marked = new Marked({ gfm: true, breaks: true });

const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...['h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'pre', 'code'],
    ...[
      'ul',
      'ol',
      'li',
      'strong',
      'em',
      'del',
      'ins',
      'sub',
      'sup',
      'kbd',
      'a',
    ],
    ...[
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'details',
      'summary',
      'input',
    ],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    ol: ['start'],
    details: ['open'],
    input: ['type', 'checked', 'disabled'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    // The page has its own first and second headings.
    h1: 'h3',
    h2: 'h4',
    a: (tagName, attribs) => ({
      tagName,
      attribs: { ...attribs, rel: 'nofollow noopener noreferrer' },
    }),
    // Only the boxes of task lists, which nobody can tick.
    input: (tagName, attribs) =>
      attribs.type === 'checkbox'
        ? { tagName, attribs: { ...attribs, disabled: '' } }
        : { tagName: 'span', attribs: {} },
  },
};

/** Markdown written by anybody as markup that is safe to show. */
export function markdown(text: string): Html {
  const rendered = marked.parse(text, { async: false });
  const safe = sanitize(rendered, ALLOWED)
    // Wide tables scroll by themselves. No attribute survives on a table, so this is its only form.
    .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  return raw(`<div class="markdown">${safe}</div>`);
}
