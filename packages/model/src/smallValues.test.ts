import { dateProblem } from './dates';
import { groupRefProblem, parseGroupRef } from './entityRefs';
import { groupPrefixProblem, groupProblem } from './groups';
import { portProblem, Ports, splitPort } from './ports';
import { registryProblem } from './registries';
import { platformRepositoryProblem, repositoryProblem } from './repositories';

describe('ports', () => {
  it.each([1, 443, 65535, '514/UDP', '9000/SCTP', '443/TCP'])(
    '%j is fine',
    port => {
      expect(portProblem(port)).toBeUndefined();
    },
  );

  it.each([
    [0, /1 to 65535/],
    [-1, /1 to 65535/],
    [65536, /1 to 65535/],
    [1.5, /whole/],
    [NaN, /whole/],
    ['443', /without quotes/],
    ['0/UDP', /1 to 65535/],
    ['70000/UDP', /1 to 65535/],
    ['514/udp', /number\/UDP/],
    ['UDP/514', /number\/UDP/],
    ['0514/UDP', /number\/UDP/],
    ['1-65535', /range/],
    ['*', /isn't a port/],
    ['https', /isn't a port/],
  ])('%j is refused', (port, message) => {
    expect(portProblem(port)?.message).toMatch(message);
  });

  it('are held in one form, so that one port is not two', () => {
    expect(Ports.parse(['443/TCP', '514/UDP'])).toEqual([443, '514/UDP']);
    expect(Ports.safeParse([443, '443/TCP']).success).toBe(false);
    expect(splitPort(443)).toEqual({ port: 443, protocol: 'TCP' });
    expect(splitPort('514/UDP')).toEqual({ port: 514, protocol: 'UDP' });
  });
});

describe('owners', () => {
  it('are taken apart', () => {
    expect(parseGroupRef('group:default/payments')).toEqual({
      namespace: 'default',
      name: 'payments',
    });
    expect(() => parseGroupRef('payments')).toThrow(TypeError);
  });

  it.each([
    ['payments', 'group:default/payments'],
    ['group:payments', 'group:default/payments'],
    ['Group:Default/Payments', 'group:default/payments'],
    ['user:default/jane', 'group:default/payments'],
    ['component:default/x', 'group:default/payments'],
    ['group:default/pay/ments', 'group:default/payments'],
    ['group:../payments', 'group:default/payments'],
    ['group:default/payments\n', 'group:default/payments'],
    ['', 'group:default/payments'],
  ])('%j is refused; %s would be right', (ref, example) => {
    expect(groupRefProblem(ref)).toEqual({
      message: expect.stringMatching(/isn't a reference/),
      example,
    });
  });
});

describe('identity-provider groups', () => {
  it.each(['payments-leads', 'Payments.Leads', 'aad/1b2c', 'a:b@c_d'])(
    '%s is fine',
    group => {
      expect(groupProblem(group)).toBeUndefined();
    },
  );

  it.each([
    ['', /empty/],
    ['*', /contains \*/],
    ['system:masters', /Kubernetes keeps/],
    ['System:Nodes', /Kubernetes keeps/],
    ['system:', /Kubernetes keeps/],
    ['a,b', /comma/],
    ['pay ments', /isn't a group name/],
    ['pаyments', /isn't a group name/],
    ['-leads', /isn't a group name/],
    ['leads\nsystem:masters', /<U\+000A>/],
    ['"quoted"', /isn't a group name/],
    ['a'.repeat(129), /1 to 128/],
  ])('%j is refused', (group, message) => {
    expect(groupProblem(group)?.message).toMatch(message);
  });

  it.each(['', 'oidc:', 'https://login.example.com#'])(
    'may have the prefix %j',
    prefix => {
      expect(groupPrefixProblem(prefix)).toBeUndefined();
    },
  );

  it.each(['system:', 'sys', 'SYSTEM:x', 'a"b'])(
    'may not have the prefix %j',
    prefix => {
      expect(groupPrefixProblem(prefix)).toBeDefined();
    },
  );
});

describe('dates', () => {
  it.each(['2027-06-30', '2028-02-29', '9999-12-31'])('%s is fine', date => {
    expect(dateProblem(date)).toBeUndefined();
  });

  it.each([
    '2027-02-29',
    '2027-13-01',
    '2027-6-30',
    '30.06.2027',
    '2027-06-30T00:00:00Z',
    '',
    '0000-00-00',
  ])('%j is refused', date => {
    expect(dateProblem(date)).toBeDefined();
  });
});

describe('repositories', () => {
  it.each([
    'https://git.example.com/payments/deploy.git',
    'https://git.example.com:8443/~payments/deploy',
    'ssh://git@git.example.com/payments/deploy.git',
    'ssh://git.example.com:2222/payments/deploy.git',
  ])('%s is fine', url => {
    expect(repositoryProblem(url)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['https://git.example.com/*', /wildcard/],
    ['https://git.example.com/{a,b}', /wildcard/],
    ['!https://git.example.com/a', /wildcard/],
    ['https://user:pass@git.example.com/a.git', /credentials/],
    ['https://token@git.example.com/a.git', /credentials/],
    ['ssh://git:pass@git.example.com/a.git', /credentials/],
    ['https://git.example.com/a.git?ref=main', /query/],
    ['https://git.example.com/a.git#main', /# or %/],
    ['https://git.example.com/%2e%2e/a.git', /# or %/],
    ['https://git.example.com/../a.git', /\. or \.\./],
    ['https://git.example.com//a.git', /path/],
    ['https://git.example.com/a/', /path/],
    ['https://git.example.com', /path/],
    ['http://git.example.com/a.git', /https:\/\/ or ssh/],
    ['git://git.example.com/a.git', /https:\/\/ or ssh/],
    ['file:///etc', /https:\/\/ or ssh/],
    ['/srv/git/a.git', /https:\/\/ or ssh/],
    ['../a.git', /https:\/\/ or ssh/],
    ['--upload-pack=x', /https:\/\/ or ssh/],
    ['ext::sh -c x', /https:\/\/ or ssh/],
    ['https://169.254.169.254/a.git', /unsuitable host/],
    ['https://[::1]/a.git', /wildcard/],
    ['https://localhost/a.git', /unsuitable host/],
    ['https://argocd-server.argocd.svc/a.git', /unsuitable host/],
    ['https://Git.example.com/a.git', /unsuitable host/],
    ['https://git.example.com:0/a.git', /port/],
    ['https://git.example.com:70000/a.git', /port/],
    ['https://git.example.com/a b.git', /path/],
    ['git@git.example.com:payments/deploy.git', /short form/],
  ])('%s is refused', (url, message) => {
    expect(repositoryProblem(url)?.message).toMatch(message);
  });

  it.each([
    'https://user:s3cret@git.example.com/a.git',
    'https://s3cret@git.example.com/a.git',
    'https://user:s3cret/x@git.example.com/a.git',
    'https://user:s3cret@x@git.example.com/a.git',
    'https://user:s3cret%40@git.example.com/a.git',
    'https://user:s3cret?@git.example.com/a.git',
    'https://user:s3cret#@git.example.com/a.git',
    'HTTPS://user:s3cret@git.example.com/a.git',
    'ssh://git:s3cret@git.example.com/a.git',
    'ssh://s3cret@git.example.com/a/',
    'user:s3cret@git.example.com:a.git',
    's3cret@git.example.com:a.git',
    'user:@git.example.com:s3cret@a.git',
    'git@git.example.com:s3cret@a.git',
    `https://user:s3cret@git.example.com/${'a'.repeat(400)}`,
  ])('%s is refused without repeating the user', url => {
    for (const problem of [repositoryProblem, platformRepositoryProblem]) {
      const { message, example } = problem(url) ?? {};
      expect(message).toMatch(/\*\*\*@/);
      expect(`${message} ${example}`).not.toMatch(/s3cret|user:/);
      expect(problem(example ?? '')).toBeUndefined();
    }
  });

  it('of the platform may be local', () => {
    expect(
      platformRepositoryProblem('http://localhost:7008/platform/tenants.git'),
    ).toBeUndefined();
    expect(
      platformRepositoryProblem('http://user:pw@localhost/platform.git'),
    ).toBeDefined();
  });
});

describe('registries', () => {
  it.each([
    'registry.example.com',
    'ghcr.io/example',
    'localhost:5000',
    'registry.example.com:5000/a/b_c',
  ])('%s is fine', registry => {
    expect(registryProblem(registry)).toBeUndefined();
  });

  it.each([
    ['https://ghcr.io', /scheme/],
    ['GHCR.io', /capital/],
    ['ghcr.io/', /slash/],
    ['*.example.com', /wildcard/],
    ['ghcr.io/*', /wildcard/],
    ['example', /Docker Hub/],
    ['ghcr.io/a:tag', /path/],
    ['ghcr.io/../a', /path/],
    ['', /host/],
    ['ghcr.io"', /host/],
  ])('%j is refused', (registry, message) => {
    expect(registryProblem(registry)?.message).toMatch(message);
  });
});
