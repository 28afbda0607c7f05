import { createClient } from '@tenantry/gitops';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { listingError } from './listingError';
import { listMergedProposals } from './mergedProposals';
import { listOpenProposals } from './openProposals';

describe('pull requests of a forge', () => {
  let server: Server;
  let origin: string;
  let answer: (page: number) => { type: string; body: string; link?: string };

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', origin);
      const { type, body, link } = answer(Number(searchParams.get('page')));
      response.writeHead(200, { 'content-type': type, ...(link && { link }) });
      response.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    origin = `http://127.0.0.1:${port}`;
  });
  afterAll(() => {
    server.close();
  });

  /** As the service lists them: what goes wrong becomes an error that says what to do. */
  const list = async (
    listing: typeof listOpenProposals | typeof listMergedProposals,
  ) => {
    const coordinates = {
      forge: 'github' as const,
      host: 'git.example.com',
      owner: 'platform',
      repo: 'tenants',
      branch: 'main',
      apiBaseUrl: origin,
      htmlUrl: 'https://git.example.com/platform/tenants',
    };
    const octokit = createClient({
      apiBaseUrl: origin,
      token: undefined,
      retries: 0,
      throttle: false,
    });
    try {
      return await listing(octokit, coordinates);
    } catch (error) {
      throw listingError(error, coordinates);
    }
  };

  it.each([
    ['a page', 'text/html', '<html>Sign in to this network</html>'],
    ['a page called JSON', 'application/json', '<html>Sign in</html>'],
    ['something else', 'application/json', '{"ok": true}'],
  ])('are unreachable when the answer is %s', async (_what, type, body) => {
    answer = () => ({ type, body });
    const refusal = {
      name: 'ForgeUnreachableError',
      message: expect.stringMatching(
        /not as GitHub's API would|not one of GitHub's API/,
      ),
    };
    await expect(list(listOpenProposals)).rejects.toMatchObject(refusal);
    await expect(list(listMergedProposals)).rejects.toMatchObject(refusal);
  });

  it('are read to the last page', async () => {
    answer = page => ({
      type: 'application/json',
      body: JSON.stringify([pull(page)]),
      link: page < 3 ? `<${origin}/?page=${page + 1}>; rel="next"` : undefined,
    });
    const open = await list(listOpenProposals);
    expect(open.map(({ tenant }) => tenant)).toEqual(['t1', 't2', 't3']);
  });
});

function pull(number: number) {
  return {
    number,
    title: 'A tenant',
    html_url: `https://git.example.com/platform/tenants/pull/${number}`,
    created_at: '2027-01-04T09:00:00Z',
    head: {
      ref: `tenantry/t${number}`,
      sha: 'a'.repeat(40),
      repo: { full_name: 'platform/tenants' },
    },
  };
}
