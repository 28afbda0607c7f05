import { isRefusedBy, outcomeOf } from './judge';

const controls = ['host-probes', 'role-guard'];
const answer = (status: number, message: string) => ({
  status,
  message,
  body: undefined,
  warnings: [],
});
const developer = { user: 'tenantry-proof:payments:developer', groups: [] };

const answers: [
  string,
  number,
  string,
  ReturnType<typeof outcomeOf>['kind'],
  string?,
][] = [
  ['a creation', 201, '', 'admitted'],
  [
    'a native policy',
    403,
    "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'tenantry-workloads' with binding 'tenantry-workloads' denied request: host-probes: probes must not name a host",
    'refused',
    'host-probes',
  ],
  [
    'Kyverno',
    400,
    'admission webhook "vpol.validate.kyverno.svc-fail" denied the request: Policy tenantry-workloads failed: host-probes: probes must not name a host',
    'refused',
    'host-probes',
  ],
  [
    "somebody else's webhook",
    403,
    'admission webhook "validation.gatekeeper.sh" denied the request: no',
    'refused',
    'admission webhook "validation.gatekeeper.sh"',
  ],
  [
    "somebody else's policy",
    422,
    "pods \"x\" is forbidden: ValidatingAdmissionPolicy 'ours' with binding 'b' denied request: no",
    'refused',
    "ValidatingAdmissionPolicy 'ours'",
  ],
  [
    'Pod Security',
    403,
    'pods "x" is forbidden: violates PodSecurity "restricted:latest": privileged',
    'refused',
    'pod-security',
  ],
  [
    'a quota',
    403,
    'pods "x" is forbidden: exceeded quota: tenantry',
    'refused',
    'quota',
  ],
  [
    'a limit range',
    403,
    'pods "x" is forbidden: maximum cpu usage per Container is 2, but limit is 3',
    'refused',
    'limits',
  ],
  [
    'RBAC',
    403,
    'secrets is forbidden: User "x" cannot list resource "secrets"',
    'refused',
    'rbac',
  ],
  ['a missing object', 404, 'pods "x" not found', 'other'],
  [
    'a rule that breaks',
    403,
    "ValidatingAdmissionPolicy 'tenantry-workloads' denied request: expression 'x' resulted in error: no such key: y",
    'other',
  ],
  [
    'a webhook that is down',
    500,
    'failed calling webhook "vpol.validate.kyverno.svc-fail": connection refused',
    'other',
  ],
];

describe('an answer', () => {
  it.each(answers)('by %s is told', (...row) => {
    const [, status, message, kind, by] = row;
    expect(outcomeOf(answer(status, message), controls)).toMatchObject({
      kind,
      ...(by ? { by } : {}),
    });
  });
});

describe('a refusal', () => {
  const refused = (by: string, message = '') =>
    ({ kind: 'refused', by, message } as const);

  it('by a rule counts for its own control only', () => {
    const outcome = refused('host-probes');
    expect(isRefusedBy(outcome, ['rule'], 'host-probes', developer)).toBe(true);
    expect(isRefusedBy(outcome, ['rule'], 'role-guard', developer)).toBe(false);
  });

  it('by RBAC counts only if it names the actor, not the prover', () => {
    const byName = (user: string) =>
      isRefusedBy(
        refused('rbac', `User "${user}" cannot create resource "pods"`),
        ['rbac'],
        'tenant-roles',
        developer,
      );
    expect(byName(developer.user)).toBe(true);
    expect(byName('prover')).toBe(false);
  });

  it('may come from any of several', () => {
    expect(
      isRefusedBy(
        refused('pod-security'),
        ['rule', 'pod-security'],
        'host-probes',
        developer,
      ),
    ).toBe(true);
  });

  it('of no kind known is told by its words', () => {
    const outcome = { kind: 'other', message: '409: is immutable' } as const;
    expect(isRefusedBy(outcome, [{ says: 'immutable' }], 'x', developer)).toBe(
      true,
    );
  });
});
