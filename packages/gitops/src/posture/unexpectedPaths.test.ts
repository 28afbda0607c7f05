import { unexpectedOn } from './unexpectedPaths';

it('tells every environment of files on clusters the tenant has no place on', () => {
  const paths = [
    'argocd/projects/payments.extra.yaml',
    'clusters/dev-1/tenants/payments/x.yaml',
    'clusters/old-1/tenants/payments/x.yaml',
    'clusters/prod-1/tenants/payments/x.yaml',
  ];
  expect(unexpectedOn('dev-1', ['dev-1', 'prod-1'], paths)).toEqual([
    paths[0],
    paths[1],
    paths[2],
  ]);
});
