import { environmentNameProblem, tenantNameProblem } from './names';

describe('tenant names', () => {
  it.each([
    'payments',
    'a2',
    'pay-2-go',
    'nobody',
    'yes-we-can',
    'a'.repeat(40),
    'billing-system',
  ])('%s is fine', name => {
    expect(tenantNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['a', /too short/],
    ['a'.repeat(41), /41 characters/],
    ['Payments', /capital/],
    ['payments\n', /U\+000A/],
    ['pay ments', /U\+0020/],
    ['pаyments', /U\+0430/],
    ['pay\u200Bments', /U\+200B/],
    ['\u202Epayments', /<U\+202E>/],
    ['ｐayments', /U\+FF50/],
    ['xn--pyments-2fg', /punycode/],
    ['../etc', /dot or slash/],
    ['/etc/passwd', /dot or slash/],
    ['pay.ments', /dot or slash/],
    ['..\\etc', /dot or slash/],
    ['-payments', /begin with a letter/],
    ['payments-', /begin with a letter/],
    ['pay_ments', /a-z, 0-9 and -/],
    ['1e3', /begin with a letter/],
    ['0o17', /begin with a letter/],
    ['2026-01-01', /begin with a letter/],
    ['1_000', /begin with a letter/],
    ['~', /begin with a letter/],
    ['null', /YAML/],
    ['no', /YAML/],
    ['yes', /YAML/],
    ['on', /YAML/],
    ['off', /YAML/],
    ['true', /YAML/],
    ['false', /YAML/],
    ['nan', /YAML/],
    ['inf', /YAML/],
    ['__proto__', /a-z, 0-9 and -/],
    ['constructor', /reserved/],
    ['default', /reserved: Kubernetes/],
    ['kube', /reserved: Kubernetes/],
    ['kube-system', /reserved: Kubernetes/],
    ['kube-anything', /reserved: Kubernetes/],
    ['openshift-ingress', /reserved/],
    ['argocd', /reserved/],
    ['kyverno', /reserved/],
    ['tenantry-system', /reserved/],
    ['istio-system', /reserved/],
    ['cert-manager', /reserved/],
    ['platform', /reserved/],
    ['system', /reserved/],
    ['flux-system', /reserved/],
    ['gatekeeper-system', /reserved/],
    ['ingress', /reserved/],
    ['com1', /Windows/],
  ])('%j is refused', (name, message) => {
    expect(tenantNameProblem(name)?.message).toMatch(message);
  });

  it.each([
    ['Payments', 'payments'],
    ['pаyments', 'payments'],
    ['Zahlungen für Köln', 'zahlungen-fur-koln'],
    ['xn--payments', 'payments'],
    ['../etc', 'etc'],
    ['kube-system', 'payments'],
    ['1e3', 'e3'],
    ['no', 'payments'],
  ])('%j comes with the example %s', (name, example) => {
    expect(tenantNameProblem(name)?.example).toBe(example);
  });
});

describe('environment names', () => {
  it.each(['dev', 'a', 'prod-eu', 'a'.repeat(20)])('%s is fine', name => {
    expect(environmentNameProblem(name)).toBeUndefined();
  });

  it.each([
    ['y', /YAML/],
    ['n', /YAML/],
    ['a'.repeat(21), /21 characters/],
    ['Dev', /capital/],
    ['1', /begin with a letter/],
    ['dev/..', /slash/],
  ])('%j is refused', (name, message) => {
    expect(environmentNameProblem(name)?.message).toMatch(message);
  });
});
