import { builtInRoles } from './kubernetes';
import { meaningless, rightsOf, rightsWithout, rightWords } from './rights';

const rights = (
  apiGroups: string[],
  resources: string[],
  verbs: string[],
  resourceNames?: string[],
) => rightsOf([{ apiGroups, resources, verbs, resourceNames }]);

describe('rights', () => {
  it.each([
    ['extensions', 'deployments', 'get', /API group extensions is gone/],
    ['', 'pods/ephemeralcontainers', 'list', /has no verb list/],
    ['', 'deployment', 'get', /the core group has no deployment/],
    ['autoscaling', 'hpa', 'get', /autoscaling has no hpa/],
    ['crd.projectcalico.org', 'networkpolicies', 'describe', /verb describe/],
  ])('%s %s %s give nothing', (group, resource, verb, reason) => {
    expect(meaningless({ group, resource, verb })).toMatch(reason);
  });

  it.each([
    ['', 'pods', 'deletecollection'],
    ['', 'serviceaccounts', 'impersonate'],
    ['rbac.authorization.k8s.io', 'roles', 'escalate'],
    ['cert-manager.io', 'certificates', 'get'],
    ['', 'pods', '*'],
  ])('%s %s %s may give something', (group, resource, verb) => {
    expect(meaningless({ group, resource, verb })).toBeUndefined();
  });

  it('hold those on one object, and a star those it stands for', () => {
    const one = rights([''], ['secrets'], ['get'], ['tls']);
    expect(rightsWithout(one, rights([''], ['secrets'], ['get']))).toEqual([]);
    expect(rightsWithout(one, rights(['*'], ['*'], ['*']))).toEqual([]);
    expect(rightsWithout(rights([''], ['secrets'], ['get']), one)).toHaveLength(
      1,
    );
  });

  it('of a star are told one by one where the group is built in', () => {
    expect(
      rights(['policy'], ['*'], ['*']).map(({ resource }) => resource),
    ).toContain('poddisruptionbudgets');
  });

  it('of the built-in admin are known, with those of edit and view', () => {
    expect(rightWords(rightsOf(builtInRoles.admin)).join('; ')).toMatch(
      /rolebindings.rbac.authorization.k8s.io/,
    );
    expect(
      rightsWithout(rightsOf(builtInRoles.view), rightsOf(builtInRoles.admin)),
    ).toEqual([]);
  });
});
