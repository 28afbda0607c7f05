import {
  controlStates,
  fleetSorts,
  fleetStates,
  type FleetQuery,
} from '@tenantry/backstage-plugin-tenantry-common';

/** What the page shows: its address says all of it, so that it can be sent to somebody. */
export interface FleetView extends FleetQuery {
  readonly view: 'list' | 'matrix';
}

/** Tenants on one page. */
export const pageSize = 25;

/** Reads an address; what it can't mean is left out. */
export function readSearch(search: URLSearchParams): FleetView {
  const text = (key: string) => search.get(key) || undefined;
  const owners = search.getAll('owner').filter(owner => owner !== '');
  return {
    view: search.get('view') === 'matrix' ? 'matrix' : 'list',
    text: text('text'),
    owners: owners.length > 0 ? owners : undefined,
    state: oneOf(fleetStates, text('state')),
    worst: text('worst'),
    cluster: text('cluster'),
    profile: text('profile'),
    control: text('control'),
    is: text('control') ? oneOf(controlStates, text('is')) : undefined,
    sort: oneOf(fleetSorts, text('sort')),
    offset: wholeNumber(text('offset')),
    limit: pageSize,
  };
}

/** The address of a view: what is as by default stays out of it, and what the view doesn't show. */
export function writeSearch({
  view,
  owners = [],
  limit,
  offset,
  ...query
}: FleetView): URLSearchParams {
  if (view === 'matrix') return new URLSearchParams({ view });
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== undefined) search.set(key, value);
  for (const owner of owners) search.append('owner', owner);
  if (offset) search.set('offset', String(offset));
  return search;
}

/** Whether anything narrows the list. */
export function isNarrowed(view: FleetView): boolean {
  const { view: _view, limit, offset, sort, ...filters } = view;
  return Object.values(filters).some(value => value !== undefined);
}

function oneOf<T extends string>(
  words: readonly T[],
  word: string | undefined,
): T | undefined {
  return words.find(known => known === word);
}

function wholeNumber(text: string | undefined): number | undefined {
  return text && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : undefined;
}
