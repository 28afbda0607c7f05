import {
  hostAndAbove,
  hostProblem,
  hostsTouch,
  isAtOrBelow,
  platformHostProblem,
} from './hosts';

describe('host names', () => {
  it.each([
    'pay.example.com',
    'example.com',
    'payments.co.uk',
    'payments.github.io',
    'api.bank.example',
    'a-b.c1.example.com',
    'pay.corp',
  ])('%s is fine', host => {
    expect(hostProblem(host)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['com', /one word/],
    ['localhost', /one word/],
    ['*.com', /wildcard/],
    ['*.example.com', /wildcard/],
    ['pay.example.com.', /dot/],
    ['Pay.example.com', /capital/],
    ['pаy.example.com', /other scripts/],
    ['bücher.example', /other scripts/],
    ['xn--bcher-kva.example', /punycode/],
    ['pay.xn--p1ai', /punycode/],
    ['co.uk', /public suffix/],
    ['github.io', /public suffix/],
    ['s3.amazonaws.com', /public suffix/],
    ['192.0.2.1', /address/],
    ['::1', /address/],
    ['[::1]', /address/],
    ['pay.example.com:443', /port/],
    ['https://pay.example.com', /scheme/],
    ['pay.example.com/path', /scheme, path/],
    ['user@pay.example.com', /user/],
    ['pay..example.com', /part/],
    ['-pay.example.com', /part/],
    ['pay_ments.example.com', /part/],
    [`${'a'.repeat(64)}.example.com`, /part/],
    [`${'a.'.repeat(130)}example.com`, /characters long/],
    ['pay.example.123', /number/],
    ['kubernetes.default.svc', /outside a cluster/],
    ['pay.svc.cluster.local', /outside a cluster/],
    ['10.in-addr.arpa', /outside a cluster/],
    [
      'kubernetes.default',
      /ends with kubernetes\.default, .*outside a cluster/,
    ],
    ['api.kubernetes.default', /outside a cluster/],
    ['ledger.payments.svc', /ends with svc, .*outside a cluster/],
    ['cluster.local', /outside a cluster/],
    ['pay.localhost', /ends with localhost, .*outside a cluster/],
    ['printer.local', /ends with local, .*outside a private network/],
    ['metadata.google.internal', /ends with internal, .*private network/],
    ['pay.example.com\nfoo: bar', /other scripts|<U\+000A>/],
    ['../../etc', /scheme, path/],
  ])('%j is refused', (host, message) => {
    expect(hostProblem(host)?.message).toMatch(message);
    expect(hostProblem(hostProblem(host)?.example ?? '')).toBeUndefined();
  });

  it.each([
    ['https://Pay.Example.com/x', 'pay.example.com'],
    ['*.shop.example.com', 'shop.example.com'],
    ['pаy.example.com', 'pay.example.com'],
    ['github.io', 'payments.github.io'],
    ['https://pay.svc/x', 'pay.example.com'],
    ['https://pay.local/x', 'pay.example.com'],
  ])('%s comes with the example %s', (host, example) => {
    expect(hostProblem(host)?.example).toBe(example);
  });
});

describe("the platform's host names", () => {
  it('may be those of a private network, not of a cluster', () => {
    expect(platformHostProblem('argocd.corp.internal')).toBeUndefined();
    expect(platformHostProblem('argocd-server.argocd.svc')).toBeDefined();
  });

  it.each(['pay.internal.example.com', 'local.example.com', 'pay.mylocal.com'])(
    "don't spoil %s for tenants",
    host => expect(hostProblem(host)).toBeUndefined(),
  );
});

describe('ownership', () => {
  it('counts whole labels only', () => {
    expect(isAtOrBelow('pay.example.com', 'example.com')).toBe(true);
    expect(isAtOrBelow('example.com', 'example.com')).toBe(true);
    expect(isAtOrBelow('badexample.com', 'example.com')).toBe(false);
    expect(hostAndAbove('a.b.example.com')).toEqual([
      'a.b.example.com',
      'b.example.com',
      'example.com',
    ]);
  });

  it.each([
    ['platform.example.com', true],
    ['argocd.platform.example.com', true],
    ['example.com', true],
    ['pay.example.com', false],
    ['myplatform.example.com', false],
  ])('%s touches the platform: %s', (host, touches) => {
    expect(hostsTouch(host, 'platform.example.com')).toBe(touches);
    expect(hostsTouch('platform.example.com', host)).toBe(touches);
  });
});
