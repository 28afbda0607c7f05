import { ResponseError } from '@backstage/errors';
import type {
  CloseRequest,
  ClosedRequest,
  NameCheck,
  Offer,
  Preview,
  TenantStatus,
  Unowned,
  UnownedQuery,
} from './api';
import type { FleetMatrix, FleetPage, FleetQuery } from './fleet';

/** What the portal's pages ask the backend. Every method rejects with a `ResponseError` when the backend refuses. */
export interface TenantryApi {
  /** What a person can choose from. */
  offer(): Promise<Offer>;
  /** May a new tenant have this name? */
  checkName(name: string): Promise<NameCheck>;
  /** The files and the plan a request would give. Nothing is written. */
  preview(request: object): Promise<Preview>;
  /** The state of one tenant, control by control. */
  tenant(name: string): Promise<TenantStatus>;
  /** One page of all tenants, the worst first. */
  fleet(query?: FleetQuery): Promise<FleetPage>;
  /** How the controls stand, cluster by cluster. */
  fleetMatrix(): Promise<FleetMatrix>;
  /** Closes a tenant's open pull request in the name of the person who is signed in. */
  closeRequest(name: string, request?: CloseRequest): Promise<ClosedRequest>;
  /** Namespaces that no tenant owns: the first of each cluster, or a page of one. */
  unowned(page?: UnownedQuery): Promise<Unowned>;
}

export interface TenantryClientOptions {
  /** The portal's authenticated fetch. */
  readonly fetch: typeof fetch;
  /** Where the backend plugin answers; the default is resolved by the portal's fetch API. */
  readonly baseUrl?: string;
}

/** A client of the tenantry backend, for the browser and for Node. */
export function createTenantryClient(
  options: TenantryClientOptions,
): TenantryApi {
  const { fetch: send, baseUrl = 'plugin://tenantry' } = options;

  async function ask<T>(path: string, init?: RequestInit): Promise<T> {
    const response = await send(`${baseUrl}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response.json();
  }

  return {
    offer: () => ask<Offer>('/offer'),
    checkName: name => ask<NameCheck>(`/names/${encodeURIComponent(name)}`),
    preview: request => ask<Preview>('/preview', posting(request)),
    tenant: name => ask<TenantStatus>(`/tenants/${encodeURIComponent(name)}`),
    fleet: query => ask<FleetPage>(`/fleet${queryOf(query)}`),
    fleetMatrix: () => ask<FleetMatrix>('/fleet/matrix'),
    closeRequest: (name, request = {}) =>
      ask<ClosedRequest>(
        `/tenants/${encodeURIComponent(name)}/request/close`,
        posting(request),
      ),
    unowned: page => ask<Unowned>(`/unowned${queryOf(page)}`),
  };
}

/** `?state=failing&owner=…&owner=…`; nothing for an empty query. */
function queryOf({
  owners = [],
  ...query
}: FleetQuery & Partial<UnownedQuery> = {}): string {
  const pairs = [
    ...Object.entries(query).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)]],
    ),
    ...owners.map(owner => ['owner', owner]),
  ];
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function posting(body: object): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
