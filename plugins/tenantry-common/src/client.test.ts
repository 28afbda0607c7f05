import { createTenantryClient } from './client';

function backend(answer: object, status = 200) {
  return jest.fn(
    async (_url: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(answer), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
  );
}

describe('createTenantryClient', () => {
  it('asks the backend plugin through the scheme the portal resolves', async () => {
    const fetch = backend({ commit: 'abc' });
    await expect(createTenantryClient({ fetch }).offer()).resolves.toEqual({
      commit: 'abc',
    });
    expect(fetch).toHaveBeenCalledWith('plugin://tenantry/offer', undefined);
  });

  it('escapes what a person typed into the address', async () => {
    const fetch = backend({ name: 'a/../b', free: false, problems: [] });
    await createTenantryClient({ fetch }).checkName('a/../b');
    expect(fetch).toHaveBeenCalledWith(
      'plugin://tenantry/names/a%2F..%2Fb',
      undefined,
    );
  });

  it('posts a request for preview as JSON', async () => {
    const fetch = backend({ ok: false, problems: [] });
    await createTenantryClient({ fetch }).preview({ name: 'payments' });
    expect(fetch).toHaveBeenCalledWith('plugin://tenantry/preview', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"payments"}',
    });
  });

  it('posts which pull request of a tenant is to be closed', async () => {
    const fetch = backend({ change: 'closed', tenantStays: false });
    const client = createTenantryClient({ fetch });
    await client.closeRequest('payments', { pullRequest: 4 });
    expect(fetch).toHaveBeenCalledWith(
      'plugin://tenantry/tenants/payments/request/close',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"pullRequest":4}',
      },
    );
  });

  it('asks for the first page of all clusters, and for a later one of one', async () => {
    const fetch = backend({ clusters: [] });
    const client = createTenantryClient({ fetch });
    await client.unowned();
    await client.unowned({ cluster: 'prod&1', offset: 100 });
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      'plugin://tenantry/unowned',
      'plugin://tenantry/unowned?cluster=prod%261&offset=100',
    ]);
  });

  it('asks for a page of the fleet, with what is wanted and nothing else', async () => {
    const fetch = backend({ tenants: [] });
    const client = createTenantryClient({ fetch });
    await client.fleet();
    await client.fleet({
      owners: ['group:default/a', 'group:default/b'],
      text: 'a&b',
      state: undefined,
      offset: 0,
    });
    await client.fleetMatrix();
    expect(fetch.mock.calls.map(([url]) => url)).toEqual([
      'plugin://tenantry/fleet',
      'plugin://tenantry/fleet?text=a%26b&offset=0&owner=group%3Adefault%2Fa&owner=group%3Adefault%2Fb',
      'plugin://tenantry/fleet/matrix',
    ]);
  });

  it('uses another address outside the portal', async () => {
    const fetch = backend({ name: 'payments' });
    const client = createTenantryClient({
      fetch,
      baseUrl: 'http://localhost:7007/api/tenantry',
    });
    await client.tenant('payments');
    expect(fetch).toHaveBeenCalledWith(
      'http://localhost:7007/api/tenantry/tenants/payments',
      undefined,
    );
  });

  it('rejects with what the backend said', async () => {
    const fetch = backend(
      {
        error: { name: 'NotFoundError', message: 'no tenant ledger' },
        request: { method: 'GET', url: '/tenants/ledger' },
        response: { statusCode: 404 },
      },
      404,
    );
    await expect(
      createTenantryClient({ fetch }).tenant('ledger'),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      cause: { message: 'no tenant ledger' },
    });
  });
});
