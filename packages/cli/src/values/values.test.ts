import { readDestination } from './destination';
import { readPeer } from './peer';
import { readPlacement } from './placement';

describe('values on the command line', () => {
  it.each([
    [readPlacement('dev@dev-1'), { name: 'dev', cluster: 'dev-1' }],
    [
      readPlacement('prod@prod-1,size=large,profile=sandboxed'),
      {
        name: 'prod',
        cluster: 'prod-1',
        size: 'large',
        profile: 'sandboxed',
      },
    ],
    [
      readDestination('203.0.113.0/24:443,514/UDP'),
      { cidr: '203.0.113.0/24', ports: [443, '514/UDP'] },
    ],
    [
      readDestination('2001:db8::/48:443'),
      { cidr: '2001:db8::/48', ports: [443] },
    ],
    [
      readDestination('api.bank.example:443'),
      { host: 'api.bank.example', ports: [443] },
    ],
    [
      readPeer('ledger/prod:8443'),
      { tenant: 'ledger', environment: 'prod', ports: [8443] },
    ],
  ])('are understood (%#)', (read, value) => {
    expect(read).toEqual({ ok: true, value });
  });

  it.each([
    ['no cluster', readPlacement('dev')],
    ['two clusters', readPlacement('dev@dev-1@prod-1')],
    ['an unknown setting', readPlacement('dev@dev-1,colour=red')],
    ['no ports', readDestination('203.0.113.0/24')],
    ['a word for a port', readDestination('api.bank.example:https')],
    ['no environment', readPeer('ledger:8443')],
  ])('are refused with an example: %s', (_, read) => {
    expect(read).toMatchObject({ ok: false, example: expect.any(String) });
  });
});
