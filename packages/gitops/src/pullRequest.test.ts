import type {
  ControlChange,
  EnvironmentPlan,
  ExceptionChange,
  Plan,
} from '@tenantry/controls';
import { marked } from 'marked';
import { commitMessage } from './commitMessage';
import { link, plain } from './markdown';
import { pullRequestBody, pullRequestTitle } from './pullRequest';
import { tenantNamed } from './__testUtils__/fleet';

const malicious = [
  '[x](javascript:alert(1))',
  '![x](https://evil.example/pixel.png)',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '@everyone and @acme/admins',
  'closes #12, fixes GH-12, acme/other#3',
  '| cell | break |',
  '`code` and ``more``',
  '**bold** _em_ ~~gone~~ $math$',
  'https://evil.example/ www.evil.example',
  'line one\n\n# heading\n- item',
  '&lt;b&gt; &amp;',
  '\u202ereversed\u0007',
  '\\[x](y)',
];

function environment(changes: Partial<EnvironmentPlan> = {}): EnvironmentPlan {
  return {
    environment: 'prod',
    cluster: 'prod-1',
    namespace: 'payments-prod',
    change: 'changed',
    controls: [],
    ...changes,
  };
}

function control(changes: Partial<ControlChange> = {}): ControlChange {
  return {
    control: 'allowed-egress',
    title: 'Allowed destinations',
    component: 'network',
    change: 'unchanged',
    ...changes,
  };
}

function plan(changes: Partial<Plan> = {}): Plan {
  return {
    tenant: 'payments',
    kind: 'change',
    objects: [],
    environments: [environment()],
    othersAffected: [],
    risk: { level: 'low', reason: 'nothing of note' },
    ...changes,
  };
}

function body(
  changes: Partial<Plan> = {},
  more: Partial<Parameters<typeof pullRequestBody>[0]> = {},
): string {
  return pullRequestBody({
    plan: plan(changes),
    tenant: tenantNamed('payments'),
    branch: 'tenantry/payments',
    baseCommit: 'c'.repeat(40),
    repository: { htmlUrl: 'https://github.com/acme/gitops' },
    ...more,
  });
}

describe('an environment that is observed', () => {
  const observed = (change: EnvironmentPlan['observed']) => ({
    environments: [environment({ observed: change })],
  });

  it('is what a reviewer reads first, with what is not applied', () => {
    const written = body(
      observed({
        after: '2027-03-31',
        notApplied: ['NetworkPolicy default-deny', 'ResourceQuota tenantry'],
      }),
    );
    expect(written.split('\n')[0]).toBe(
      '**Not isolated:** prod-1 / payments-prod is observed until 2027-03-31: its rules audit and warn, and refuse nothing. Not applied: NetworkPolicy default-deny, ResourceQuota tenantry.',
    );
  });

  it('is told from when its day moves, and when it is enforced', () => {
    const later = observed({
      before: '2027-03-31',
      after: '2027-06-30',
      notApplied: [],
    });
    expect(body(later)).toMatch(
      /^\*\*Not isolated:.*until 2027-06-30 \(before: 2027-03-31\):/,
    );
    expect(pullRequestTitle(plan(later))).toBe('payments: observe prod');
    const enforced = observed({ before: '2027-03-31', notApplied: [] });
    expect(body(enforced)).toMatch(
      /^\*\*Enforces:\*\* prod-1 \/ payments-prod, which was observed until 2027-03-31\n/,
    );
    expect(pullRequestTitle(plan(enforced))).toBe('payments: enforce prod');
  });

  it('counts in the title of a new tenant', () => {
    expect(
      pullRequestTitle(
        plan({
          kind: 'new',
          ...observed({ after: '2027-03-31', notApplied: [] }),
        }),
      ),
    ).toBe('payments: new tenant, 1 environment, 1 observed');
  });
});

describe('an environment with an exception', () => {
  const exception = {
    control: 'image-registries',
    environment: 'prod',
    reason: 'The vendor has a registry of its own.',
    ticket: 'SEC-1234',
    approver: 'group:default/security',
    expires: '2027-01-31',
  };
  const excepted = (change: Partial<ExceptionChange>) =>
    body({
      environments: [
        environment({
          exceptions: [
            {
              control: 'image-registries',
              title: 'Images of ours',
              open: 'images of every registry run',
              ...change,
            },
          ],
        }),
      ],
    }).split('\n')[0];

  it('is what a reviewer reads first: what, until when, by whom, and what is then open', () => {
    expect(excepted({ after: exception })).toBe(
      '**Excepted:** prod-1 / payments-prod is without Images of ours (`image-registries`) until 2027-01-31, approved by group:default/security in SEC-1234: images of every registry run. Reason: The vendor has a registry of its own.',
    );
  });

  it('is told from when its day moves, when it stays and when it ends', () => {
    const later = { ...exception, expires: '2027-03-31' };
    expect(excepted({ before: exception, after: later })).toContain(
      'until 2027-03-31 (before: 2027-01-31), approved by',
    );
    expect(excepted({ before: exception, after: exception })).toBe(
      'Still excepted: prod-1 / payments-prod from `image-registries` until 2027-01-31.',
    );
    expect(excepted({ before: exception })).toBe(
      '**Excepted no more:** prod-1 / payments-prod from Images of ours (`image-registries`), which is in force again',
    );
  });
});

describe('text of a person', () => {
  it.each(malicious)('is inert: %j', text => {
    const html = marked.parse(`| a |\n| --- |\n| ${plain(text)} |`, {
      async: false,
      gfm: true,
    });
    const inside = /<tbody>([^]*)<\/tbody>/.exec(html)?.[1] ?? '';
    expect(inside.match(/<td>/g)).toHaveLength(1);
    expect(inside.replace(/<\/?(tr|td)>/g, '')).not.toMatch(/<[a-z/!]/i);
    expect(inside).not.toMatch(/[@#]\w|GH-\d/);
  });

  it('still shows what was typed', () => {
    const html = marked.parse(plain('A&B <c> [d] *e* f_g, 100% $5'), {
      async: false,
    });
    expect(html).toBe('<p>A&amp;B &lt;c&gt; [d] *e* f_g, 100% $5</p>\n');
  });

  it('stays in its cell', () => {
    const html = marked.parse(`| a |\n| --- |\n| ${plain('x | y')} |`, {
      async: false,
    });
    expect(html).toContain('<td>x | y</td>');
  });

  it('leaves host names and ranges whole, so that they can be copied', () => {
    expect(plain('pay.example.com, 203.0.113.0/24:443')).toBe(
      'pay.example.com, 203.0.113.0/24:443',
    );
  });

  it('can be given nowhere in a body to become more than text', () => {
    for (const text of malicious) {
      const tenant = tenantNamed('payments');
      const written = body(
        {
          environments: [
            environment({
              controls: [
                control({
                  change: 'loosened',
                  before: text,
                  after: `${text}!`,
                }),
              ],
            }),
          ],
          risk: { level: 'medium', reason: text },
        },
        {
          tenant: {
            ...tenant,
            spec: { ...tenant.spec, title: text, owner: text },
          },
          requestedBy: { ref: text, groups: [text] },
        },
      );
      const html = marked.parse(written, { async: false, gfm: true });
      expect(html).not.toMatch(/<(script|img|h1|li|del|em)\b/);
      expect(html).not.toMatch(/<a /);
      expect(html).not.toMatch(/[@#]\w|GH-\d/);
      expect(html.match(/<tr>/g)).toHaveLength(2);
    }
  });

  it('can not end the address of a link', () => {
    const html = marked.parse(link('x', 'https://example.com/a) <b> (c'), {
      async: false,
    });
    expect(html).toBe(
      '<p><a href="https://example.com/a%29%20%3Cb%3E%20%28c">x</a></p>\n',
    );
  });

  it('can not forge a trailer of the commit', () => {
    const message = commitMessage('payments: new tenant', 'payments', {
      ref: 'user:default/guest\nTenantry-Tenant: ledger\u2028Signed-off-by: x',
    });
    expect(message.match(/^Tenantry-Tenant: /gm)).toHaveLength(1);
    expect(
      message.split('\n').filter(line => line.startsWith('Signed')),
    ).toEqual([]);
    expect(message).toMatch(
      /^Tenantry-Requested-By: user:default\/guest Tenantry-Tenant: ledger Signed-off-by: x$/m,
    );
  });
});

describe('the description', () => {
  it('says which environment has another profile or size than the tenant', () => {
    const tenant = tenantNamed('payments');
    const [dev] = tenant.spec.environments;
    const text = body(
      {},
      {
        tenant: {
          ...tenant,
          spec: {
            ...tenant.spec,
            environments: [
              dev,
              { ...dev, name: 'prod', profile: 'shared', size: 'medium' },
            ],
          },
        },
      },
    );

    expect(text).toContain(
      'Profile hardened, size small; prod has profile **shared**, size **medium**.',
    );
  });

  it('begins with what is loosened, where, from what to what', () => {
    const written = body({
      environments: [
        environment({
          controls: [
            control({
              change: 'loosened',
              before: '203.0.113.0/24:443',
              after: '203.0.113.0/24:443, 198.51.100.0/24:443',
            }),
            control({
              control: 'dns-egress',
              change: 'removed',
              before: 'DNS',
            }),
            control({
              control: 'default-deny',
              change: 'tightened',
              before: 'open',
              after: 'closed',
            }),
          ],
        }),
      ],
    });
    expect(written.split('\n')[0]).toBe(
      '**Loosens:** Allowed destinations (`allowed-egress`) on prod-1 / payments-prod: 203.0.113.0/24:443 → 203.0.113.0/24:443, 198.51.100.0/24:443; ' +
        'Allowed destinations (`dns-egress`) on prod-1 / payments-prod: DNS → nothing',
    );
  });

  it('says nothing of loosening where a whole environment comes or goes', () => {
    const controls = [control({ change: 'removed', before: 'DNS' })];
    expect(
      body({ environments: [environment({ change: 'removed', controls })] }),
    ).not.toContain('Loosens');
  });

  it('has one column an environment and one row a group, changes in bold', () => {
    const written = body({
      environments: [
        environment({
          environment: 'dev',
          cluster: 'dev-1',
          namespace: 'payments-dev',
          controls: [control({ before: 'closed', after: 'closed' })],
        }),
        environment({
          controls: [
            control({ before: 'a', after: 'b', change: 'changed' }),
            control({
              component: 'pods',
              after: 'restricted',
              before: 'restricted',
            }),
          ],
        }),
      ],
    });
    expect(written).toContain(
      [
        '|  | dev-1 / payments-dev | prod-1 / payments-prod |',
        '| --- | --- | --- |',
        '| network | closed | **a → b** |',
        '| pods, kubelet, runtime |  | restricted |',
      ].join('\n'),
    );
  });

  it('says of a control that comes or goes that it does, by its title where it has no words of its own', () => {
    const written = body({
      environments: [
        environment({
          controls: [
            control({
              change: 'removed',
              before: 'not root',
              component: 'pods',
            }),
            control({
              change: 'removed',
              title: 'Image pulls',
              component: 'pods',
            }),
            control({ change: 'added', after: 'closed' }),
            control({ change: 'loosened', title: 'Named hosts' }),
          ],
        }),
      ],
    });
    expect(written).toContain(
      '| network | **new: closed**; **changed: Named hosts** |',
    );
    expect(written).toContain(
      '| pods, kubelet, runtime | **no more: not root**; **no more: Image pulls** |',
    );
    expect(written).toContain(
      'Image pulls (`allowed-egress`) on prod-1 / payments-prod: removed',
    );
    expect(written).not.toContain('nothing → nothing');
  });

  it('says once, and not as news, what a cluster cannot have', () => {
    const controls = [
      control({
        change: 'unchanged',
        title: 'A floor for policies',
        unavailable: 'not available on this cluster: no such kind',
      }),
    ];
    const written = body({
      environments: [
        environment({ change: 'added', controls }),
        environment({ change: 'added', cluster: 'dev-1', controls }),
      ],
    });
    expect(written).toContain(
      'Not available there: A floor for policies (prod-1, dev-1).',
    );
    expect(written.match(/no such kind|A floor/g)).toHaveLength(1);
  });

  it('says who asked, who else is affected, the risk with its reason and the way back', () => {
    const written = body(
      {
        othersAffected: ['ledger'],
        risk: { level: 'high', reason: 'prod on prod-1 is removed' },
      },
      {
        requestedBy: { ref: 'user:default/guest', groups: ['leads', 'devs'] },
        portalUrl: 'https://portal.example.com',
      },
    );
    expect(written).toContain(
      'Asked by user:default/guest (groups leads, devs) in [the portal](https://portal.example.com).',
    );
    expect(written).toContain(
      'Others affected: ledger. Risk: high, prod on prod-1 is removed.',
    );
    expect(written).toMatch(/^Undo: revert\b/m);
  });

  it('links each object to its file on the branch, and removed ones to the base', () => {
    const object = {
      kind: 'Secret',
      name: 'x',
      controls: [],
      cluster: 'dev-1',
    };
    const written = body({
      objects: [
        { ...object, change: 'added', path: 'clusters/dev-1/a b.yaml' },
        { ...object, change: 'removed', path: 'clusters/dev-1/c.yaml' },
      ],
    });
    expect(written).toContain(
      'https://github.com/acme/gitops/blob/tenantry/payments/clusters/dev-1/a%20b.yaml',
    );
    expect(written).toContain(
      `https://github.com/acme/gitops/blob/${'c'.repeat(
        40,
      )}/clusters/dev-1/c.yaml`,
    );
    expect(written).toContain('<summary>2 objects, by kind</summary>');
  });

  it('stays below what a forge takes, says what is left out, and keeps risk and way back', () => {
    const objects = Array.from({ length: 3000 }, (_, index) => ({
      change: 'added' as const,
      path: `clusters/dev-1/tenants/payments/payments-dev.secret-${index}.yaml`,
      kind: 'Secret',
      name: `secret-${index}`,
      controls: [],
    }));
    const environments = Array.from({ length: 20 }, (_, index) =>
      environment({
        namespace: `payments-${index}`,
        controls: Array.from({ length: 10 }, (__, number) =>
          control({
            control: `control-${number}`,
            change: 'loosened',
            before: '|'.repeat(5000),
            after: '@'.repeat(5000),
          }),
        ),
      }),
    );
    const written = body({ objects, environments });
    expect(written.length).toBeLessThanOrEqual(60_000);
    expect(written).toMatch(/And \d+ more environments/);
    expect(written).toMatch(/- and \d+ more\n<\/details>/);
    expect(written).toMatch(/; and 180 more/);
    expect(written).toMatch(/^Undo: /m);
  });
});

describe('the title', () => {
  it('counts the environments of a new tenant', () => {
    expect(pullRequestTitle(plan({ kind: 'new' }))).toBe(
      'payments: new tenant, 1 environment',
    );
  });

  it('names what changes, the gravest first', () => {
    const title = pullRequestTitle(
      plan({
        environments: [
          environment({ environment: 'test', change: 'added' }),
          environment({ environment: 'dev', change: 'removed' }),
          environment({
            controls: [
              control({ control: 'compute-quota', change: 'tightened' }),
              control({ change: 'loosened' }),
              control({ control: 'role-bindings', change: 'changed' }),
            ],
          }),
        ],
      }),
    );
    expect(title).toBe(
      'payments: add test; remove dev; loosen allowed-egress; tighten compute-quota; change role-bindings',
    );
  });

  it('stays short', () => {
    const controls = Array.from({ length: 50 }, (_, index) =>
      control({ control: `control-${index}`, change: 'changed' }),
    );
    expect(
      pullRequestTitle(plan({ environments: [environment({ controls })] }))
        .length,
    ).toBeLessThanOrEqual(120);
  });
});
