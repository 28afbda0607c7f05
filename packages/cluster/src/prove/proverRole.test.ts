import { person, serviceAccount } from '../actors';
import { proverRole } from './proverRole';

const cast = {
  admin: person('payments:admin', ['oidc:payments-leads']),
  workload: serviceAccount('payments-prod', 'default'),
  insider: person('payments:insider', ['tenantry:insiders']),
};

describe("the prover's role", () => {
  const { rules } = proverRole([cast], { reports: true });

  it('names whom it may be, and nobody else', () => {
    expect(rules).toContainEqual({
      apiGroups: [''],
      resources: ['users'],
      resourceNames: ['tenantry-proof:payments:admin'],
      verbs: ['impersonate'],
    });
    expect(rules).toContainEqual({
      apiGroups: [''],
      resources: ['groups'],
      resourceNames: ['oidc:payments-leads'],
      verbs: ['impersonate'],
    });
    expect(JSON.stringify(rules)).not.toContain('insider');
    expect(JSON.stringify(rules)).not.toContain('"*"');
  });

  it('may write reports only when asked to', () => {
    const text = (reports: boolean) =>
      JSON.stringify(proverRole([cast], { reports }).rules);
    expect(text(true)).toContain('policyreports');
    expect(text(false)).not.toContain('create');
  });
});
