import { NotATenantryRepositoryError } from './errors';
import { repositoryFiles } from './files';
import { prepareProposal } from './proposal';
import {
  exampleFleet,
  exceptionsYaml,
  paymentsRequest,
  tenantYaml,
} from './__testUtils__/fleet';
import { treeFromFiles, type Files } from './tree';

const repository = { htmlUrl: 'https://github.com/acme/gitops' };
const facts = {
  commit: 'b'.repeat(40),
  time: '2026-03-01T12:00:00Z',
  treeSha: 'a'.repeat(40),
};
const base = repositoryFiles(exampleFleet());

function prepare(request: unknown, files: Files = base) {
  return prepareProposal({
    tree: treeFromFiles(files, facts),
    request,
    repository,
  });
}

function proposed(request: unknown, files: Files = base) {
  const result = prepare(request, files);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function refused(request: unknown, files: Files = base) {
  const result = prepare(request, files);
  if (result.ok) throw new Error('was not refused');
  return result.problems;
}

/** The repository after the proposal was merged. */
function merged(request: unknown, files: Files = base): Map<string, string> {
  const after = new Map(files);
  for (const { path, change, content } of proposed(request, files).changes) {
    if (change === 'removed') after.delete(path);
    else after.set(path, content);
  }
  return after;
}

describe('a request', () => {
  it('becomes everything that a pull request needs', () => {
    const proposal = proposed(paymentsRequest);
    expect(proposal).toMatchObject({
      base: facts,
      before: undefined,
      branch: 'tenantry/payments',
      title: 'payments: new tenant, 2 environments',
      plan: { kind: 'new', othersAffected: [] },
    });
    expect(proposal.changes.every(({ change }) => change === 'added')).toBe(
      true,
    );
    expect(proposal.changes.map(({ path }) => path)).toContain(
      'tenants/payments/tenant.yaml',
    );
    expect(proposal.commitMessage).toMatch(
      /^payments: new tenant, 2 environments\n\nTenantry-Tenant: payments\n/,
    );
  });

  it('gives the same proposal again, byte for byte', () => {
    const written = (request: unknown) => {
      const { describe: describeAfter, ...proposal } = proposed(request);
      return { ...proposal, described: describeAfter(['user:default/ada']) };
    };
    expect(written(paymentsRequest)).toEqual(
      written(structuredClone(paymentsRequest)),
    );
  });

  it('for what is there already changes nothing', () => {
    const again = proposed(paymentsRequest, merged(paymentsRequest));
    expect(again.changes).toEqual([]);
    expect(again.plan.kind).toBe('none');
  });

  it('keeps the comments of a source that means the same', () => {
    const files = merged(paymentsRequest);
    const path = 'tenants/payments/tenant.yaml';
    files.set(path, `# Asked for by Pat.\n${files.get(path)}`);
    expect(proposed(paymentsRequest, files).changes).toEqual([]);
  });

  it('puts right what was edited by hand in a rendered file', () => {
    const files = merged(paymentsRequest);
    const path =
      'clusters/dev-1/tenants/payments/payments-dev.networkpolicy-default-deny.yaml';
    files.set(path, 'kind: NetworkPolicy\n');
    const { changes, plan } = proposed(paymentsRequest, files);
    expect(changes.map(change => change.path)).toEqual([path]);
    expect(plan.environments[0].change).toBe('changed');
  });

  it('that changes a tenant touches what changes, and removes what is no longer rendered', () => {
    const [dev] = paymentsRequest.environments;
    const { changes, plan, before } = proposed(
      { ...paymentsRequest, environments: [dev] },
      merged(paymentsRequest),
    );
    expect(before?.spec.environments).toHaveLength(2);
    expect(plan.kind).toBe('change');
    expect(
      changes.filter(({ path }) => path.startsWith('clusters/dev-1/')),
    ).toEqual([]);
    const onProd = changes.filter(({ path }) =>
      path.startsWith('clusters/prod-1/'),
    );
    expect(onProd.length).toBeGreaterThan(5);
    expect(onProd.every(({ change }) => change === 'removed')).toBe(true);
    expect(changes.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        'argocd/projects/payments.yaml',
        'tenants/payments/lock.yaml',
        'tenants/payments/tenant.yaml',
      ]),
    );
  });

  it('keeps the namespace that a platform engineer adopted and observes, and can not name one', () => {
    const files = merged(paymentsRequest);
    const path = 'tenants/payments/tenant.yaml';
    const source = files
      .get(path)
      ?.replace(
        'cluster: dev-1',
        "$&\n      namespace: checkout\n      observed: { until: '2027-03-31' }",
      );
    files.set(path, source ?? '');
    const [dev, prod] = paymentsRequest.environments;

    const { tenant } = proposed({ ...paymentsRequest, title: 'Pay' }, files);
    expect(tenant.spec.environments[0]).toMatchObject({
      namespace: 'checkout',
      observed: { until: '2027-03-31' },
    });

    const named = { ...dev, namespace: 'ledger-dev' };
    for (const tree of [base, files])
      expect(
        refused({ ...paymentsRequest, environments: [named, prod] }, tree),
      ).toEqual([
        expect.objectContaining({ path: ['environments', 0, 'namespace'] }),
      ]);
  });

  describe('for a tenant with exceptions', () => {
    const path = 'tenants/payments/exceptions.yaml';
    const withExceptions = (change?: object) =>
      new Map([
        ...merged(paymentsRequest),
        [path, exceptionsYaml('payments', change)],
      ]);
    const request = { ...paymentsRequest, title: 'Pay' };
    const problemsOf = (files: Files, asked: unknown = request) => {
      const result = prepareProposal({
        tree: treeFromFiles(files, facts),
        request: asked,
        repository,
        today: '2027-02-01',
      });
      return result.ok ? [] : result.problems;
    };

    it('keeps them, and leaves their file alone', () => {
      const { changes, plan } = proposed(request, withExceptions());
      expect(
        changes.find(change => change.path.endsWith('dev.namespace.yaml'))
          ?.content,
      ).toContain('tenantry.dev/exceptions: host-probes');
      expect(changes.map(change => change.path)).not.toContain(path);
      expect(plan.environments[0].exceptions).toHaveLength(1);
      expect(problemsOf(withExceptions({ expires: '2027-02-01' }))).toEqual([]);
    });

    it('is refused when the day of one has passed, with the way out', () => {
      expect(problemsOf(withExceptions())).toEqual([
        expect.objectContaining({
          file: path,
          line: 12,
          message: expect.stringMatching(
            /2027-01-31 has passed; take the exception .* out, .* or have it approved anew/,
          ),
        }),
      ]);
    });

    it('is refused when it takes their environment away', () => {
      const [, prod] = paymentsRequest.environments;
      expect(
        problemsOf(withExceptions({ expires: '2027-02-28' }), {
          ...request,
          environments: [prod],
        }),
      ).toMatchObject([{ file: path, line: 8 }]);
    });

    it('is refused when nobody can read them', () => {
      expect(problemsOf(withExceptions({ expires: 'never' }))).toMatchObject([
        { file: path, line: 12 },
      ]);
    });
  });

  it('with mistakes gets all of them at once, with paths of the form', () => {
    const problems = refused({
      ...paymentsRequest,
      owner: 'Pat',
      environments: [{ name: 'Dev!', cluster: 'dev-1' }],
    });
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining([['owner'], ['environments', 0, 'name']]),
    );
    expect(refused('not even an object')).not.toEqual([]);
  });

  it('that clashes with somebody else gets the reason, with paths of the form', () => {
    const problems = refused({
      ...paymentsRequest,
      size: 'gigantic',
      environments: [{ name: 'dev', cluster: 'moon-1' }],
    });
    expect(problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining([['size'], ['environments', 0, 'cluster']]),
    );
  });

  it.each([
    [
      {
        profile: 'sandboxed',
        environments: [{ name: 'dev', cluster: 'dev-1' }],
      },
      ['profile'],
      /needs a sandbox/,
    ],
    [
      {
        environments: [
          {
            name: 'dev',
            cluster: 'dev-1',
            egress: [{ host: 'api.bank.example', ports: [443] }],
          },
        ],
      },
      ['environments', 0],
      /host|name/,
    ],
  ])(
    'that a cluster can not give is refused, never weakened: %j',
    (changes, path, message) => {
      expect(refused({ ...paymentsRequest, ...changes })).toEqual([
        expect.objectContaining({
          path: expect.arrayContaining(path),
          message: expect.stringMatching(message),
        }),
      ]);
    },
  );

  it('for a tenant whose file is broken is refused, because it would be overwritten', () => {
    const files = new Map(base).set(
      'tenants/payments/tenant.yaml',
      tenantYaml('payments').replace('spec:', 'spek:'),
    );
    expect(refused(paymentsRequest, files)[0].file).toBe(
      'tenants/payments/tenant.yaml',
    );
  });

  it('against another kind of repository says so', () => {
    expect(() =>
      prepare(paymentsRequest, new Map([['README.md', 'x']])),
    ).toThrow(NotATenantryRepositoryError);
  });

  it('with a title that is markup stays text in the pull request', () => {
    const { body } = proposed({
      ...paymentsRequest,
      title: '[x](javascript:1) @everyone <b>',
    });
    expect(body).toContain(
      '**\\[x\\](javascript:1) @\u200beveryone &lt;b&gt;**',
    );
  });
});

describe('what a request takes', () => {
  const [dev] = paymentsRequest.environments;
  const thief = {
    ...paymentsRequest,
    name: 'thief',
    title: 'Thief',
    access: { admins: ['thieves'] },
    environments: [{ ...dev, hosts: ['shop.example.com'] }],
  };
  const ours = proposed({
    ...thief,
    name: 'first',
    access: { admins: ['first'] },
  }).tenant;

  it('is refused where an open pull request of somebody else asked first', () => {
    const result = prepareProposal({
      tree: treeFromFiles(base, facts),
      request: thief,
      repository,
      asked: [{ tenant: ours, pullRequest: 7 }],
    });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          path: ['environments', 0, 'hosts', 0],
          message: expect.stringMatching(
            /belongs to the tenant first.*open pull request #7/,
          ),
        },
      ],
    });
  });

  it('is not held against the pull request that asked for it', () => {
    const result = prepareProposal({
      tree: treeFromFiles(base, facts),
      request: { ...thief, name: 'first', access: { admins: ['first'] } },
      repository,
      asked: [{ tenant: ours, pullRequest: 7 }],
    });
    expect(result.ok).toBe(true);
  });

  it('is refused while a file of another tenant cannot be read', () => {
    const broken = new Map(base).set('tenants/broken/tenant.yaml', 'spec: [');
    expect(refused(thief, broken)).toMatchObject([
      {
        path: ['name'],
        message: expect.stringMatching(
          /^tenants\/broken\/tenant\.yaml on the main branch can't be read.*name thief is free/,
        ),
      },
    ]);
  });

  it('stays with whoever has it, whatever became of other files', () => {
    const broken = merged(paymentsRequest).set(
      'tenants/broken/tenant.yaml',
      'spec: [',
    );
    const narrower = {
      ...paymentsRequest,
      access: { admins: ['payments-leads'] },
    };
    expect(proposed(narrower, broken).plan.kind).toBe('change');
  });
});

it.each(['F', 't', 'nil', 'Infinity', 'none', 'inf', 'NaN', 'on'])(
  'a tenant called %s can be read back',
  title => {
    const after = merged({
      ...paymentsRequest,
      title,
      access: { admins: [title.toLowerCase()] },
    });
    expect(
      proposed(
        {
          ...paymentsRequest,
          title,
          access: { admins: [title.toLowerCase()] },
        },
        after,
      ).changes,
    ).toEqual([]);
  },
);
