import type { Exception, Fleet } from '@tenantry/model';
import { environmentContexts } from './contexts';
import { defineControl } from './control';
import type { Control } from './control';
import { checkExceptions, exceptable } from './exceptions';
import { exceptionOf, notInForce, summaryOf } from './inForce';
import { defineRegistry, findControl, registry } from './registry';
import { renderCluster, renderTenant } from './render';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';

const exception: Exception = {
  control: 'host-probes',
  environment: 'prod',
  reason: "The vendor's agent answers its probes on the node.",
  ticket: 'SEC-1234',
  approver: 'group:default/security',
  expires: '2027-01-31',
};
const tenant = paymentsTenant('hardened');

function withExceptions(...exceptions: Exception[]): Fleet {
  return { ...exampleFleet(), exceptions: new Map([['payments', exceptions]]) };
}

function controlOf(id: string): Control {
  const control = findControl(id);
  if (!control) throw new Error(`there is no control ${id}`);
  return control;
}

function annotationOf(fleet: Fleet): string | undefined {
  const namespace = renderTenant(tenant, fleet).objects.find(
    ({ object }) => object.kind === 'Namespace',
  );
  return namespace?.object.metadata.annotations?.['tenantry.dev/exceptions'];
}

describe('an excepted environment', () => {
  it('says on its Namespace which controls are switched off, sorted', () => {
    const volumes = { ...exception, control: 'image-registries' };
    expect(annotationOf(exampleFleet())).toBeUndefined();
    expect(annotationOf(withExceptions(volumes, exception))).toBe(
      'host-probes,image-registries',
    );
  });

  it('differs in nothing else', () => {
    const without = renderTenant(tenant, exampleFleet()).objects;
    const objects = renderTenant(tenant, withExceptions(exception)).objects;
    const changed = objects.filter(
      (object, index) =>
        JSON.stringify(object) !== JSON.stringify(without[index]),
    );
    expect(objects).toHaveLength(without.length);
    expect(changed.map(({ object }) => object.kind)).toEqual(['Namespace']);
  });

  it('is told of by its control alone, also when the day has passed', () => {
    const [context] = environmentContexts(tenant, withExceptions(exception));
    const reasons = registry.filter(
      control => notInForce(control, context) !== undefined,
    );
    expect(reasons.map(({ id }) => id)).toEqual(['host-probes']);
    const control = controlOf('host-probes');
    expect(notInForce(control, context, '2027-01-31')).toBe(
      `excepted until 2027-01-31 (SEC-1234, approved by group:default/security): ${control.whenExcepted}`,
    );
    expect(notInForce(control, context, '2027-02-01')).toMatch(
      /^excepted until 2027-01-31, a day that has passed \(SEC-1234, /,
    );
    expect(summaryOf(control, context)).toBe(
      'excepted until 2027-01-31 (SEC-1234)',
    );
    expect(exceptionOf(controlOf('volumes'), context)).toBeUndefined();
  });

  it('is the one that is named, and no other of the tenant', () => {
    const [prod] = tenant.spec.environments;
    const two = {
      ...tenant,
      spec: { ...tenant.spec, environments: [{ ...prod, name: 'dev' }, prod] },
    };
    const contexts = environmentContexts(two, withExceptions(exception));
    expect(contexts.map(context => context.exceptions.length)).toEqual([0, 1]);
  });
});

describe('checkExceptions', () => {
  const problemsOf = (
    change: Partial<Exception>,
    options?: Parameters<typeof checkExceptions>[2],
  ) =>
    checkExceptions(
      tenant,
      withExceptions(exception, { ...exception, ...change }),
      options,
    );

  it('accepts what can be excepted', () => {
    expect(problemsOf({ control: 'termination' })).toEqual([]);
  });

  it('refuses a control that is not there, and says which can be', () => {
    expect(problemsOf({ control: 'host-probe' })).toEqual([
      {
        path: ['spec', 'exceptions', 1, 'control'],
        message: expect.stringMatching(
          /^there is no control host-probe; these can be: .*host-probes/,
        ),
        example: 'host-probes',
      },
    ]);
  });

  it('refuses a control whose file does not say what is open then', () => {
    expect(problemsOf({ control: 'default-deny' })).toMatchObject([
      { message: expect.stringMatching(/^default-deny can't be excepted; /) },
    ]);
  });

  it('refuses an environment that is not there', () => {
    expect(problemsOf({ environment: 'prd' })).toMatchObject([
      {
        path: ['spec', 'exceptions', 1, 'environment'],
        message: expect.stringContaining('payments has no environment prd'),
        example: 'prod',
      },
    ]);
  });

  it('refuses a day that is over, where the day of today is given', () => {
    const change = { control: 'termination', expires: '2026-11-25' };
    expect(problemsOf(change)).toEqual([]);
    expect(problemsOf(change, { today: '2026-11-25' })).toEqual([]);
    expect(problemsOf(change, { today: '2026-11-26' })).toMatchObject([
      {
        path: ['spec', 'exceptions', 1, 'expires'],
        message: expect.stringMatching(/^2026-11-25 has passed; take .* out/),
      },
    ]);
  });

  it('keeps a tenant from being rendered', () => {
    expect(() =>
      renderTenant(
        tenant,
        withExceptions({ ...exception, control: 'default-deny' }),
      ),
    ).toThrow("default-deny can't be excepted");
  });
});

const own: Control = {
  id: 'own',
  title: 'Ours',
  component: 'pods',
  why: 'We need it.',
  references: [],
  stops: [],
  attacks: [],
  whenExcepted: 'what we forbid is allowed',
  rules: [{ on: 'workloads', require: 'false', message: 'never' }],
};

describe('a control that can be excepted', () => {
  it("may be a platform team's own", () => {
    const controls = defineRegistry([...registry, defineControl(own)]);
    const fleet = withExceptions({ ...exception, control: 'own' });
    expect(checkExceptions(tenant, fleet)).toHaveLength(1);
    expect(checkExceptions(tenant, fleet, { controls })).toEqual([]);
    expect(JSON.stringify(renderTenant(tenant, fleet, controls))).toContain(
      '"tenantry.dev/exceptions":"own"',
    );
  });

  it.each([
    ['a mutation', { mutations: [{ on: 'workloads', patch: '[]' }] }],
    ['an object of a cluster', { cluster: () => [] }],
    ['no rule', { rules: [] }],
    ['an empty sentence', { whenExcepted: ' ' }],
    [
      'a rule about Namespaces',
      {
        rules: [{ on: ['workloads', 'namespaces'], require: '', message: '' }],
      },
    ],
  ] satisfies [string, Partial<Control>][])('has not %s', (_, change) => {
    expect(() => defineControl({ ...own, ...change })).toThrow(
      "own can't be excepted",
    );
  });

  it('puts nothing into the namespace but marks', () => {
    const controls = [
      defineControl({
        ...own,
        environment: ({ namespace }) => [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { name: 'x', namespace },
          },
        ],
      }),
    ];
    expect(() => renderTenant(tenant, exampleFleet(), controls)).toThrow(
      "own can't be excepted: it puts a Secret into the namespace",
    );
  });
});

describe.each(exampleFleet().clusters)(
  'the rules of $metadata.name',
  cluster => {
    const policies = renderCluster(cluster, exampleFleet()).objects.map(
      ({ object }) => object,
    );

    it('look for an exception in each validation of a control that can have one, and in no other', () => {
      const validations = JSON.stringify(policies).matchAll(
        /\{"expression":"((?:[^"\\]|\\.)*)","message":"([a-z-]+): /g,
      );
      const looked = new Map<string, Set<boolean>>();
      for (const [, expression, id] of validations) {
        const looks =
          /^(variables\.isPassedOver \|\| )?'([a-z-]+)' in variables\.exceptions \|\| \(/.exec(
            expression,
          );
        looked.set(id, (looked.get(id) ?? new Set()).add(looks?.[2] === id));
        expect(expression.split('variables.exceptions')).toHaveLength(
          looks ? 2 : 1,
        );
      }
      const always = [...looked].flatMap(([id, seen]) =>
        seen.has(true) && !seen.has(false) ? [id] : [],
      );
      const never = [...looked].flatMap(([id, seen]) =>
        seen.has(false) && !seen.has(true) ? [id] : [],
      );
      expect(always.length + never.length).toBe(looked.size);
      expect(always.sort()).toEqual(
        exceptable()
          .map(({ id }) => id)
          .sort(),
      );
    });

    it('read them only where a rule asks', () => {
      const readers = policies.flatMap(({ metadata, spec }) =>
        JSON.stringify(spec ?? {}).includes('"name":"exceptions"')
          ? [metadata.name.replace(/-observed$/, '')]
          : [],
      );
      expect([...new Set(readers)].sort()).toEqual([
        'tenantry-disruption-budgets',
        'tenantry-routes',
        'tenantry-services',
        'tenantry-workloads',
      ]);
    });
  },
);
