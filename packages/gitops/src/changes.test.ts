import { changeSet } from './changes';
import { treeFromFiles } from './tree';

const folder = 'clusters/dev-1/tenants/payments';
const base = treeFromFiles(
  new Map([
    ['platform.yaml', 'platform\n'],
    [`${folder}/a.yaml`, 'a\n'],
    [`${folder}/b.yaml`, 'b\n'],
    [`${folder}/c.yaml`, 'c\n'],
    [`clusters/old-1/tenants/payments/a.yaml`, 'old\n'],
    ['clusters/dev-1/tenants/payments-two/a.yaml', 'a namesake\n'],
    ['argocd/projects/payments.yaml', 'project\n'],
    ['argocd/projects/payments-two.yaml', 'project\n'],
    ['tenants/payments/tenant.yaml', 'source\n'],
    ['tenants/payments/exceptions.yaml', 'kept by people\n'],
  ]),
);

describe('a change set', () => {
  it('writes what is new or different and removes what nothing renders any more', () => {
    const files = new Map([
      [`${folder}/a.yaml`, 'a\n'],
      [`${folder}/b.yaml`, 'B\n'],
      [`${folder}/d.yaml`, 'd\n'],
      ['argocd/projects/payments.yaml', 'project\n'],
      ['tenants/payments/tenant.yaml', 'source\n'],
    ]);
    expect(changeSet(base, 'payments', files)).toEqual([
      { path: `${folder}/b.yaml`, change: 'changed', content: 'B\n' },
      { path: `${folder}/c.yaml`, change: 'removed', content: 'c\n' },
      { path: `${folder}/d.yaml`, change: 'added', content: 'd\n' },
      {
        path: 'clusters/old-1/tenants/payments/a.yaml',
        change: 'removed',
        content: 'old\n',
      },
    ]);
  });

  it('is empty when nothing differs', () => {
    const own = base
      .paths()
      .filter(path => /(tenants|projects)\/payments[./]/.test(path))
      .map(path => [path, base.read(path) ?? ''] as const);
    expect(own.length).toBeGreaterThan(4);
    expect(changeSet(base, 'payments', new Map(own))).toEqual([]);
  });

  it.each([
    'platform.yaml',
    'tenants/ledger/tenant.yaml',
    'clusters/dev-1/tenants/payments-two/a.yaml',
    'tenants/payments/../ledger/../../x/tenant.yaml'.replace(
      'tenants/payments/../',
      'tenants/',
    ),
  ])('never touches %s, which is not of the tenant', path => {
    expect(() => changeSet(base, 'payments', new Map([[path, 'x\n']]))).toThrow(
      `${path} is not a file of the tenant payments`,
    );
  });
});
