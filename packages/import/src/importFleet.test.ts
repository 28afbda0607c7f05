import { validatePlatform, unwrap } from '@tenantry/model';
import { adoptions } from './adopt';
import { importFiles } from './files/importFiles';
import { importFleet } from './importFleet';
import type { ImportInput, ImportOptions } from './importFleet';
import type { InputFile } from './read/readNamespaces';
import { formatReport } from './report/formatReport';
import {
  binding,
  cluster,
  namespaceFiles,
  platform,
  policy,
  quota,
} from './testing/examplePlatform';

function imported(
  files: readonly InputFile[],
  options: Partial<ImportOptions> = {},
  input: Partial<ImportInput> = {},
) {
  return importFleet(
    { files, platform, cluster, ...input },
    { adopt: 'identical', until: '2027-06-30', ...options },
  );
}

/** Of the one namespace, everything that isn't its Namespace or its first binding. */
function judgedOthers(
  others: readonly string[],
  options: Partial<ImportOptions> = {},
  more: readonly InputFile[] = [],
) {
  const { report } = imported(
    [
      ...namespaceFiles('payments-prod', { owner: 'payments', others }),
      ...more,
    ],
    options,
  );
  return report.tenants
    .flatMap(({ namespaces }) => namespaces)
    .filter(({ namespace }) => namespace === 'payments-prod')
    .flatMap(({ objects }) => objects)
    .filter(({ place }) => place.file.includes('other-'));
}

const role = (rules: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: ci, namespace: payments-prod }
rules: [${rules}]
`;

describe('of one object', () => {
  it.each([
    [
      'own pods only',
      policy(
        'payments-prod',
        'default',
        'ingress: [{ from: [{ podSelector: {} }] }]',
      ),
      'exact',
      undefined,
    ],
    [
      'closed altogether',
      policy('payments-prod', 'shut', 'policyTypes: [Ingress, Egress]'),
      'exact',
      undefined,
    ],
    [
      'open to everybody',
      policy('payments-prod', 'all', 'ingress: [{}]'),
      'weaker',
      'default-deny',
    ],
    [
      'egress to everywhere, by a null',
      policy(
        'payments-prod',
        'out',
        'policyTypes: [Egress], egress: [{ to: null }]',
      ),
      'weaker',
      'allowed-egress',
    ],
    [
      'a neighbour on every port',
      policy(
        'payments-prod',
        'in',
        'ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: ledger } } }] }]',
      ),
      'weaker',
      'peers',
    ],
    [
      'the entry, without a host name',
      policy(
        'payments-prod',
        'entry',
        'ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-shared } } }] }]',
      ),
      'extra',
      'entry-traffic',
    ],
    [
      'a quota as of a size',
      quota('payments-prod', 'pods: "20"'),
      'exact',
      undefined,
    ],
    [
      'a quota below a size',
      quota('payments-prod', 'pods: 12'),
      'overridden',
      undefined,
    ],
    [
      'a bound of no size',
      quota('payments-prod', 'count/widgets.example.com: 3'),
      'extra',
      undefined,
    ],
    [
      'a quota with scopes',
      quota('payments-prod', 'pods: 1').replace(
        'hard',
        'scopes: [BestEffort], hard',
      ),
      'inexpressible',
      undefined,
    ],
    [
      'a plug-in has a policy',
      policy('payments-prod', 'egress', 'types: [Egress]').replace(
        'networking.k8s.io/v1',
        'projectcalico.org/v3',
      ),
      'inexpressible',
      undefined,
    ],
    [
      'a Role that a tenant may have',
      role('{ apiGroups: [""], resources: [pods], verbs: [get] }'),
      'extra',
      undefined,
    ],
    [
      'a Role with what no tenant has',
      role(
        '{ apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch] }',
      ),
      'weaker',
      'tenant-roles',
    ],
    [
      'a Role with a star',
      role('{ apiGroups: [cert-manager.io], resources: ["*"], verbs: [get] }'),
      'weaker',
      'role-guard',
    ],
    [
      'a single user',
      binding('payments-prod', [], 'tenantry-viewer').replace(
        'subjects:',
        'subjects: [{ kind: User, name: jo, apiGroup: rbac.authorization.k8s.io }]',
      ),
      'weaker',
      'subject-guard',
    ],
    [
      'a role that is not there',
      binding('payments-prod', ['payments'], 'deploy'),
      'inexpressible',
      'role-guard',
    ],
    [
      'an alert',
      'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: alerts, namespace: payments-prod }\n',
      'untouched',
      undefined,
    ],
  ])('%s', (_, text, disposition, control) => {
    const [object] = judgedOthers([text]);
    expect(object.disposition).toBe(disposition);
    expect(object.notes.flatMap(note => note.control ?? [])).toEqual(
      control === undefined ? [] : [control],
    );
  });

  it('tells both definitions where they differ, and says nothing bad where they are alike', () => {
    const one = quota('payments-prod', 'pods: "20"');
    expect(
      judgedOthers([one, quota('payments-prod', 'pods: 15')]).map(
        ({ disposition }) => disposition,
      ),
    ).toEqual(['inexpressible', 'inexpressible']);
    expect(
      judgedOthers([one, one]).map(({ disposition }) => disposition),
    ).toEqual(['exact', 'exact']);
  });

  it('takes names for what they are, whatever else is called so', () => {
    expect(
      judgedOthers([
        quota('payments-prod', 'constructor: "20"'),
        'apiVersion: example.com/v1\nkind: constructor\nmetadata: { name: web, namespace: payments-prod }\nspec: { a: 1 }\n',
        'apiVersion: example.com/v1\nkind: constructor\nmetadata: { name: web, namespace: payments-prod }\nspec: { a: 2 }\n',
      ]).map(({ disposition }) => disposition),
    ).toEqual(['extra', 'inexpressible', 'inexpressible']);
  });

  it('names rights that mean nothing, and counts them for no harm', () => {
    const [object] = judgedOthers([
      role(
        '{ apiGroups: [extensions], resources: [deployments], verbs: [describe] }',
      ),
    ]);
    expect(object.disposition).toBe('extra');
    expect(object.notes[0].detail).toMatch(/extensions is gone/);
  });
});

const ledger = namespaceFiles('ledger-prod', {
  owner: 'ledger',
  labels: { team: 'ledger' },
});

describe('a tenant', () => {
  it('is made of the environments that share its name and its people', () => {
    const { tenants } = imported([
      ...namespaceFiles('payments-dev', { owner: 'payments' }),
      ...namespaceFiles('payments-prod', { owner: 'payments' }),
      ...namespaceFiles('checkout', { owner: 'payments' }),
    ]);
    expect(
      tenants.map(({ metadata, spec }) => [
        metadata.name,
        ...spec.environments.map(({ name, namespace }) => namespace ?? name),
      ]),
    ).toEqual([
      ['checkout', 'checkout'],
      ['payments', 'dev', 'prod'],
    ]);
  });

  it('gives nobody an environment that they had no part in', () => {
    const files = [
      ...namespaceFiles('payments-dev', {
        owner: 'payments',
        groups: ['payments', 'contractors'],
      }),
      ...namespaceFiles('payments-prod', { owner: 'payments' }),
    ];
    for (const adopt of adoptions) {
      const [payments] = imported(files, { adopt }).tenants;
      expect(payments.spec.access.admins).toEqual(['payments']);
    }
  });

  it('is two where nobody administers both', () => {
    const { tenants, report } = imported([
      ...namespaceFiles('payments-dev', { owner: 'payments-devs' }),
      ...namespaceFiles('payments-prod', { owner: 'payments-ops' }),
    ]);
    expect(tenants.map(({ metadata }) => metadata.name)).toEqual([
      'payments',
      'payments-prod',
    ]);
    expect(report.tenants[0].doubts[0]).toMatch(/so they are 2 tenants/);
  });

  it('has the hosts of its routes and certificates, but none that another one has', () => {
    const certificate = (namespace: string, host: string) =>
      `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: ${namespace} }
spec: { dnsNames: [${host}] }
`;
    const { tenants, report } = imported([
      ...namespaceFiles('payments-prod', {
        owner: 'payments',
        others: [
          certificate('payments-prod', '"*.pay.example.com", shop.example.com'),
        ],
      }),
      ...namespaceFiles('ledger-prod', {
        owner: 'ledger',
        others: [certificate('ledger-prod', 'shop.example.com')],
      }),
    ]);
    expect(
      tenants.map(({ spec }) => spec.environments.map(({ hosts }) => hosts)),
    ).toEqual([[[]], [['pay.example.com']]]);
    expect(report.tenants[1].doubts[0]).toMatch(/shop.example.com is left out/);
  });

  it('names as peers what its policies open by port, by whatever label', () => {
    const open = policy(
      'payments-prod',
      'ledger',
      'ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: ledger } } }], ports: [{ port: 8443 }] }]',
    );
    const one = imported([
      ...namespaceFiles('payments-prod', { owner: 'payments', others: [open] }),
      ...ledger,
    ]);
    const payments = one.tenants.find(
      ({ metadata }) => metadata.name === 'payments',
    );
    expect(payments?.spec.environments[0].peers).toEqual([
      { tenant: 'ledger', environment: 'prod', ports: [8443] },
    ]);
    expect(
      one.report.tenants
        .flatMap(({ namespaces }) => namespaces)
        .flatMap(({ objects }) => objects)
        .find(({ name }) => name === 'ledger'),
    ).toMatchObject({ disposition: 'exact', by: ['default-deny', 'peers'] });
  });

  it('is told of calls that enforcing cuts off, unless it names the peer', () => {
    const lets = (ports: string) =>
      namespaceFiles('ledger-prod', {
        owner: 'ledger',
        others: [
          policy(
            'ledger-prod',
            'in',
            `ingress: [{ from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: payments-prod } } }]${ports} }]`,
          ),
        ],
      });
    const calls = policy(
      'payments-prod',
      'out',
      'policyTypes: [Egress], egress: [{ to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ledger-prod } } }], ports: [{ port: 8443 }] }]',
    );
    const cutOff = (others: readonly string[]) =>
      imported([
        ...lets(''),
        ...namespaceFiles('payments-prod', { owner: 'payments', others }),
      ]).report.tenants.map(({ namespaces: [only] }) => only.cutOff);
    expect(cutOff([])).toEqual([[], ['ledger-prod']]);
    expect(cutOff([calls])).toEqual([[], []]);
  });

  it('takes the profile that opens nothing and closes least', () => {
    const closed = policy(
      'payments-prod',
      'out',
      'policyTypes: [Egress], egress: [{ to: [{ ipBlock: { cidr: 203.0.113.0/24 } }], ports: [{ port: 443 }] }]',
    );
    const [payments] = imported(
      namespaceFiles('payments-prod', { owner: 'payments', others: [closed] }),
    ).tenants;
    expect(payments.spec.profile).toBe('hardened');
    expect(payments.spec.environments[0].egress).toEqual([
      { cidr: '203.0.113.0/24', ports: [443] },
    ]);
    const [other] = imported(ledger).tenants;
    expect(other.spec.profile).toBe('open');
  });
});

describe('groups of operators', () => {
  const files = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap(team =>
    ['dev', 'prod'].flatMap(environment =>
      namespaceFiles(`${team}-shop-${environment}`, {
        owner: `${team}-team`,
        groups: [`${team}-team`, 'operators'],
      }),
    ),
  );

  it('are suggested for the platform and stay out of tenant files', () => {
    const { tenants, suggestions } = imported(files);
    expect(suggestions.supportGroups).toEqual([
      { group: 'operators', role: 'admin', namespaces: 12, owners: 6 },
    ]);
    for (const { spec } of tenants)
      expect(spec.access.admins).not.toContain('operators');
  });

  it('are not suggested again once the platform names them', () => {
    const knowing = unwrap(
      validatePlatform({
        ...platform,
        spec: {
          ...platform.spec,
          supportGroups: [{ group: 'operators', role: 'admin' }],
        },
      }),
    );
    expect(
      imported(files, {}, { platform: knowing }).suggestions.supportGroups,
    ).toEqual([]);
  });
});

describe('what is not adopted', () => {
  function reason(
    files: readonly InputFile[],
    options: Partial<ImportOptions> = {},
    input: Partial<ImportInput> = {},
  ) {
    return imported(files, options, input).report.refused[0]?.reason;
  }

  it.each([
    [
      'of a component',
      namespaceFiles('monitoring', { owner: 'sre' }),
      /component/,
    ],
    [
      'without a Namespace',
      [{ path: 'x/rbac.yaml', text: binding('payments-prod', ['payments']) }],
      /no file defines the Namespace/,
    ],
    [
      'without people',
      namespaceFiles('payments-prod', { owner: 'payments', groups: [] }),
      /no group is bound/,
    ],
  ])('is told of: %s', (_, files, expected) => {
    expect(reason(files)).toMatch(expected);
  });

  it('is what only a group of several owners administers, which is no name of the catalog', () => {
    const files = ['payments', 'ledger'].flatMap(team =>
      namespaceFiles(`${team}-prod`, { owner: team, groups: ['ops:all'] }),
    );
    expect(reason(files)).toMatch(/tenants of other owners/);
    expect(imported(files).tenants).toEqual([]);
  });

  it('is what a tenant of the fleet has already', () => {
    const { tenants } = imported(ledger);
    expect(
      reason(ledger, {}, { fleet: { clusters: [cluster], tenants } }),
    ).toBe('the tenant ledger has it already');
  });

  it('is what a size has no room for, where nothing may be taken away', () => {
    const files = namespaceFiles('payments-prod', {
      owner: 'payments',
      others: [quota('payments-prod', 'pods: "810"')],
    });
    expect(reason(files, { adopt: 'widen' })).toMatch(
      /count\/pods is 810, in the size large 100/,
    );
    expect(reason(files)).toBeUndefined();
    expect(reason(files, { adopt: 'enforce' })).toBeUndefined();
  });

  it('is what applying would change, where everything is to stay', () => {
    const taken = binding('payments-prod', ['auditors'], 'view').replace(
      'payments-prod-view',
      'tenantry-admin',
    );
    const files = namespaceFiles('payments-prod', {
      owner: 'payments',
      others: [taken],
    });
    expect(reason(files)).toMatch(/would change .*RoleBinding tenantry-admin/);
  });
});

describe('the files', () => {
  const files = namespaceFiles('payments-prod', {
    owner: 'payments',
    others: [
      `# what we may use\n${quota('payments-prod', 'pods: "20"')}---\n${policy(
        'payments-prod',
        'all',
        'ingress: [{}]',
      )}`,
    ],
  });
  const fleet = { platform, clusters: [cluster], tenants: [] };

  it('of the input stay as they are, where everything does', () => {
    expect(importFiles(imported(files), fleet, files).source).toEqual([]);
  });

  it('lose what ours say, and keep what is wider, where nothing may be taken away', () => {
    const { source, repository } = importFiles(
      imported(files, { adopt: 'widen' }),
      fleet,
      files,
    );
    expect(source).toEqual([
      {
        path: 'payments-prod/other-0.yaml',
        change: 'changed',
        text: `---\n${policy('payments-prod', 'all', 'ingress: [{}]')}`,
      },
    ]);
    expect(repository.get('tenants/payments/adopted.yaml')).toContain(
      'lets in any address',
    );
  });

  it('go where everything in them goes', () => {
    const { source } = importFiles(
      imported(files, { adopt: 'enforce' }),
      fleet,
      files,
    );
    expect(source.map(({ path, change }) => [path, change])).toEqual([
      ['payments-prod/rbac.yaml', 'removed'],
      ['payments-prod/other-0.yaml', 'removed'],
    ]);
  });
});

it('refuses to observe without a day', () => {
  expect(() =>
    importFleet({ files: [], platform, cluster }, { adopt: 'identical' }),
  ).toThrow(/until which day/);
});

describe('the report', () => {
  it('shows what the input calls itself as text', () => {
    const files = ledger.map(({ path, text }) => ({
      path,
      text: text.replace(
        'example.com/team-name: ledger',
        'example.com/team-name: "[click](https://evil.example) <b> @everyone"',
      ),
    }));
    const markdown = formatReport(imported(files).report);
    expect(markdown).not.toMatch(/\[click\]\(|<b>|@everyone/);
    expect(markdown).toContain('click');
  });

  it('tells once what most namespaces have, and by name what is only one’s', () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      namespaceFiles(`team-${index}-prod`, {
        owner: `owner-${index}`,
        others:
          index === 3 ? [policy('team-3-prod', 'all', 'ingress: [{}]')] : [],
      }),
    ).flat();
    const markdown = formatReport(imported(many).report);
    expect(markdown.match(/binds the ClusterRole admin/g)).toHaveLength(1);
    expect(markdown).toMatch(/## team-3\n/);
    expect(markdown).not.toMatch(/## team-4\n/);
  });
});
