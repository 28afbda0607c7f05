import {
  adoptedNamespaceProblem,
  joinedNamespaceProblem,
  namespaceOf,
} from './namespaces';

describe('namespaces', () => {
  it('join tenant and environment', () => {
    expect(namespaceOf('payments', { name: 'prod' })).toBe('payments-prod');
  });

  it('are the adopted ones where one is named', () => {
    expect(
      namespaceOf('payments', { name: 'prod', namespace: 'checkout' }),
    ).toBe('checkout');
  });

  it('fit into the 63 characters of a label whatever the names', () => {
    expect(
      namespaceOf('a'.repeat(40), { name: 'b'.repeat(20) }).length,
    ).toBeLessThanOrEqual(63);
  });

  it.each([
    ['cert', 'manager'],
    ['local-path', 'storage'],
    ['payments', 'system'],
  ])('%s and %s give a reserved one', (tenant, environment) => {
    expect(joinedNamespaceProblem(tenant, environment)?.message).toMatch(
      /reserved/,
    );
    expect(joinedNamespaceProblem(tenant, 'dev')).toBeUndefined();
  });
});

describe('adopted namespaces', () => {
  it.each(['checkout', '3scale', '7', 'a'.repeat(63)])(
    '%s may be one',
    name => {
      expect(adoptedNamespaceProblem(name)).toBeUndefined();
    },
  );

  it.each([
    ['', /isn't the name of a namespace/],
    ['Checkout', /isn't the name of a namespace/],
    ['check.out', /isn't the name of a namespace/],
    ['../checkout', /isn't the name of a namespace/],
    ['-checkout', /isn't the name of a namespace/],
    ['a'.repeat(64), /1 to 63/],
    ['kube-system', /reserved/],
    ['payments-system', /reserved/],
    ['tenantry-deployers', /Tenantry keeps it/],
    ['argocd', /reserved/],
  ])('%j may not', (name, message) => {
    expect(adoptedNamespaceProblem(name)?.message).toMatch(message);
  });
});
