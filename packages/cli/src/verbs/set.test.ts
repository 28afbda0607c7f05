import { endSessions, golden, startSession } from '../__testUtils__/session';

afterAll(endSessions);

const source = `# Ask #ledger before you change anything.
apiVersion: tenantry.dev/v1
kind: Tenant
metadata:
  name: ledger
spec:
  title: Ledger
  owner: group:default/ledger
  access:
    admins:  [ledger-leads]   # two people, always
    developers: ['ledger-devs']
  size:    medium
  profile: hardened


  environments:
    - {name: dev, cluster: dev-1}

    # Auditors look at this one.
    - name: prod
      cluster: prod-1
      hosts: [ledger.example.com]
`;

describe('tenantry set', () => {
  it('changes what it is told and nothing else', async () => {
    const session = startSession({ example: true });
    session.write('tenants/ledger/tenant.yaml', source);
    await session.tenantry('set', 'ledger', 'size=large');
    await session.tenantry(
      ...[
        'set',
        'ledger',
        'spec.access.admins+=ledger-sre',
        'title=The ledger',
      ],
      ...['environments.dev.size=small', 'environments+=test@dev-1,size=small'],
      ...['environments.prod.egress+=203.0.113.64/26:443,8443'],
      ...['environments.prod.peers+=payments/prod:8443', 'expires=2090-01-31'],
    );
    session.note(session.read('tenants/ledger/tenant.yaml'));
    await session.tenantry(
      ...['set', 'ledger', 'environments-=test', 'environments.dev.size-'],
      ...['environments.prod.egress-=203.0.113.64/26', 'expires-'],
      ...[
        'environments.prod.peers-=payments/prod',
        'access.admins-=ledger-sre',
      ],
      ...['title=Ledger', 'size=medium'],
    );
    session.note(session.read('tenants/ledger/tenant.yaml'));
    await session.tenantry('set', 'ledger', 'size=medium', 'expires-');
    await session.tenantry(
      'set',
      'ledger',
      'environments.prod.observed=2090-03-31',
    );
    session.note(session.read('tenants/ledger/tenant.yaml'));
    await session.tenantry('set', 'ledger', 'environments.prod.observed-');
    expect(session.transcript).toBe(golden('set', session.transcript));
  });

  it('tells all that is wrong at once, and writes nothing', async () => {
    const session = startSession({ example: true });
    const before = session.read('tenants/ledger/tenant.yaml');
    await session.tenantry(
      ...[
        'set',
        'ledger',
        'sice=large',
        'name=books',
        'environments.prd.size-',
      ],
      ...['owner-', 'size+=large', 'environments.prod.egress+=bank', 'large'],
    );
    await session.tenantry(
      ...['set', 'ledger', 'size=huge', 'access.admins-=ledger-leads'],
      ...['environments.prod.hosts+=shop.example.com'],
    );
    await session.tenantry('set', 'leger', 'size=large');
    await session.tenantry('set', 'books', 'size=large');
    await session.tenantry('set', 'ledger', 'size=huge', '--json');
    expect(session.read('tenants/ledger/tenant.yaml')).toBe(before);
    expect(session.transcript).toBe(golden('set-wrong', session.transcript));
  });

  it('refuses a tenant.yaml that can not be read', async () => {
    const session = startSession({ example: true });
    session.write('tenants/ledger/tenant.yaml', `${source}  colour: red\n`);
    expect(await session.tenantry('set', 'ledger', 'size=large')).toBe(2);
    expect(session.transcript).toContain('tenants/ledger/tenant.yaml:23:3');
  });
});
