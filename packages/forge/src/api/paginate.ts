import type { ApiContext } from './env';

export interface Page {
  readonly number: number;
  readonly size: number;
}

export function pageOf(c: ApiContext): Page {
  const positive = (name: string, otherwise: number) => {
    const value = Number(c.req.query(name) ?? otherwise);
    return Number.isInteger(value) && value > 0 ? value : otherwise;
  };
  return {
    number: positive('page', 1),
    size: Math.min(positive('per_page', 30), 100),
  };
}

/** The asked page of a whole list; the other pages are named in the `Link` header. */
export function paginate<T>(c: ApiContext, items: readonly T[]): T[] {
  const page = pageOf(c);
  setLinks(c, page, { last: Math.ceil(items.length / page.size) });
  return items.slice((page.number - 1) * page.size, page.number * page.size);
}

/** Names the other pages, for lists that are not counted to their end. */
export function setLinks(
  c: ApiContext,
  page: Page,
  known: { last?: number; more?: boolean },
): void {
  const { last } = known;
  const more = known.more ?? (last !== undefined && page.number < last);
  const links: Array<[string, number]> = [];
  if (page.number > 1) {
    links.push(['first', 1], ['prev', page.number - 1]);
  }
  if (more) {
    links.push(['next', page.number + 1]);
    if (last !== undefined) {
      links.push(['last', last]);
    }
  }
  if (links.length > 0) {
    const header = links.map(([relation, number]) => {
      const url = new URL(c.req.url);
      url.searchParams.set('page', String(number));
      return `<${url}>; rel="${relation}"`;
    });
    c.header('Link', header.join(', '));
  }
}
