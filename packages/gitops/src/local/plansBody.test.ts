import { planChange } from '../plan';
import { changeSet } from '../changes';
import { repositoryFiles, tenantFiles } from '../files';
import { pullRequestBody } from '../pullRequest';
import { treeFromFiles } from '../tree';
import { exampleFleet, tenantNamed } from '../__testUtils__/fleet';
import { plansBody } from './plansBody';
import type { TenantPlan } from './planLocal';
import { repositoryPages } from './repositoryPages';

const fleet = exampleFleet(['ledger']);
const tree = treeFromFiles(repositoryFiles(fleet));
const links = {
  repository: { htmlUrl: 'https://git.example.com/platform/tenants' },
  head: 'tenantry/payments',
  baseCommit: 'b'.repeat(40),
};

/** A new tenant, or what changes another profile of `ledger`. */
function planOf(name: string, profile = 'hardened'): TenantPlan {
  const after = tenantNamed(name, profile);
  const before = fleet.tenants.find(({ metadata }) => metadata.name === name);
  const changes = changeSet(tree, name, tenantFiles(after, fleet));
  return {
    plan: planChange({ before, after, fleet, changes }),
    tenant: after,
  };
}

describe('plansBody', () => {
  it('is of one tenant exactly what its pull request carries', () => {
    const only = planOf('payments');
    expect(plansBody({ plans: [only], problems: [], ...links })).toBe(
      pullRequestBody({ ...only, ...links, branch: links.head }),
    );
  });

  it('puts the riskiest of several tenants first, each below its name', () => {
    const plans = [planOf('billing'), planOf('ledger', 'shared')];
    const body = plansBody({ plans, problems: [], ...links });

    expect(plans.map(({ plan }) => plan.risk.level)).toEqual(['low', 'high']);
    expect(body.match(/^## .*/gm)).toEqual(['## ledger', '## billing']);
    expect(body).toContain('**Loosens:**');
  });

  it('has room for what a forge takes, and counts the rest', () => {
    const names = Array.from({ length: 60 }, (_, index) => `team-${index}`);
    const plans = [
      ...names.map(name => planOf(name)),
      planOf('ledger', 'shared'),
    ];
    const body = plansBody({ plans, problems: [], ...links });

    expect(body.length).toBeLessThanOrEqual(60_000);
    const shown = body.match(/^## .*/gm) ?? [];
    expect(shown.length).toBeGreaterThan(10);
    expect(shown[0]).toBe('## ledger');
    expect(body).toContain(
      `And ${plans.length - shown.length} more tenants, of no higher risk: `,
    );
  });

  it('says that no tenant changes', () => {
    expect(plansBody({ plans: [], problems: [], ...links })).toBe(
      'This change changes no tenant.\n',
    );
  });

  it('lists what keeps tenants from being planned, as text of nobody', () => {
    const problem = {
      path: ['spec', 'size'],
      file: 'tenants/ledger/tenant.yaml',
      line: 9,
      message: '"<b>@all" is no size',
    };
    const body = plansBody({ plans: [], problems: [problem], ...links });
    expect(body).toContain('- tenants/ledger/tenant.yaml:9: spec.size: ');
    expect(body).not.toContain('<b>');
    expect(body).not.toContain('@all');
  });
});

describe('repositoryPages', () => {
  it('leads to pages as the forge has them', () => {
    expect(repositoryPages('https://github.com/acme/tenants.git')).toEqual({
      htmlUrl: 'https://github.com/acme/tenants',
    });
    expect(repositoryPages('https://gitlab.example.com/acme/tenants')).toEqual({
      htmlUrl: 'https://gitlab.example.com/acme/tenants',
      filesUrl: 'https://gitlab.example.com/acme/tenants/-/blob',
    });
    expect(repositoryPages('ssh://git@git.example.com:2222/a/t.git')).toEqual({
      htmlUrl: 'https://git.example.com/a/t',
    });
    expect(repositoryPages('https://git.example.com/t', true).filesUrl).toBe(
      'https://git.example.com/t/-/blob',
    );
  });
});
