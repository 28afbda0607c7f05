import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Markup whose values are already escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Every icon stands beside a word, so that it says nothing by itself. */
const ICONS = {
  forge: 'M3 13V5l5-3 5 3v8M3 13h10M8 13V8',
  open: 'M5 5v6M5 5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zm0 9a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zm6 0a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zm0-3V6.5L8.5 4M8.5 4h3M8.5 4v3',
  merged:
    'M5 5v6M5 5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zm0 9a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zm6.5-4.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM5 5c0 2 2 3 5 3',
  closed: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6 6l4 4M10 6l-4 4',
  draft: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 8h5',
  conflict: 'M8 2 1.5 13.5h13zM8 6.5v3.5M8 12v.1',
  success: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 8.2l1.8 1.8 3.3-3.6',
  pending: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.2l2 1.3',
  failure: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6 6l4 4M10 6l-4 4',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.5M8 11v.1',
  commit: 'M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 8h4M10.5 8h4',
  comment: 'M2.5 3h11v8h-6L4.5 13.5V11h-2z',
  label: 'M2.5 2.5h5l6 6-5 5-6-6zM5.3 5.3v.1',
  folder: 'M2 4h4l1.5 1.5H14V13H2z',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
} as const;
export type IconName = keyof typeof ICONS;

export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="${ICONS[name]}" />
  </svg>`;
}

const STEPS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** How long ago, with the exact time on hover. */
export function time(iso: string, now = Date.now()): Html {
  const seconds = Math.round((now - Date.parse(iso)) / 1000);
  const step = STEPS.find(([, length]) => seconds >= length);
  const text = step
    ? RELATIVE.format(-Math.floor(seconds / step[1]), step[0])
    : 'just now';
  return html`<time datetime="${iso}" title="${iso}">${text}</time>`;
}

export function avatar(login: string): Html {
  const path = `/-/avatars/${encodeURIComponent(login)}.svg`;
  return html`<img
    class="avatar"
    src="${path}"
    alt=""
    width="22"
    height="22"
  />`;
}

export function count(
  number: number,
  one: string,
  several = `${one}s`,
): string {
  return `${number} ${number === 1 ? one : several}`;
}

export function lineCounts(additions: number, deletions: number): Html {
  return html`<span class="counts"
    ><span class="plus">+${additions}</span>
    <span class="minus">−${deletions}</span></span
  >`;
}
