import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { knownHosts } from './knownHosts';

describe('knownHosts', () => {
  let server: Server;

  beforeAll(async () => {
    const middleware = knownHosts([
      'https://Portal.example.com/backstage',
      'http://portal-api.example.com:7007',
    ]);
    server = createServer((request, response) =>
      middleware(request, response, () => response.end('served')),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
  });

  async function ask(host: string) {
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const asked = get({ host: '127.0.0.1', port, headers: { host } });
    const [response]: IncomingMessage[] = await once(asked, 'response');
    return { status: response.statusCode, body: await text(response) };
  }

  it.each([
    'portal.example.com',
    'PORTAL.example.com:443',
    'portal-api.example.com:7007',
    'localhost:18107',
    'localhost',
    '127.0.0.1:7007',
    '[::1]:7007',
    '[::1]',
  ])('serves %s', async host => {
    expect(await ask(host)).toEqual({ status: 200, body: 'served' });
  });

  it.each([
    'attacker.example:7007',
    'localhost.attacker.example',
    'portal.example.com.attacker.example',
    'attacker.example:7007@localhost',
    '127.0.0.2:7007',
  ])('refuses %j in one line', async host => {
    expect(await ask(host)).toEqual({
      status: 403,
      body: expect.stringMatching(/^[^\n]+Host[^\n]+\n$/),
    });
  });
});
