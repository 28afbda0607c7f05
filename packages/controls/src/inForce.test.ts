import { environmentContexts } from './contexts';
import { notApplied, notInForce } from './inForce';
import { differences } from './posture/differences';
import { controlsFor, findControl, registry } from './registry';
import { renderCluster, renderTenant } from './render';
import { strictProblems } from './strict';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';
import { richFleet } from './testing/richFleet';

const until = '2027-03-31';

function observed(profile = 'hardened') {
  const tenant = paymentsTenant(profile);
  const [prod] = tenant.spec.environments;
  return {
    ...tenant,
    spec: {
      ...tenant.spec,
      environments: [{ ...prod, namespace: 'checkout', observed: { until } }],
    },
  };
}

const fleet = exampleFleet();
const [context] = environmentContexts(observed(), fleet);
const objects = renderTenant(observed(), fleet).objects;
const inNamespace = objects
  .map(({ object }) => object)
  .filter(({ metadata }) => metadata.namespace === 'checkout');

function controlOf(id: string) {
  const control = findControl(id);
  if (!control) throw new Error(`there is no control ${id}`);
  return control;
}

function reasonOf(id: string) {
  return notInForce(controlOf(id), context);
}

describe('an observed environment', () => {
  it.each(['shared', 'hardened', 'sandboxed'])(
    'gets nothing that refuses, changes or cuts off its workloads: %s',
    profile => {
      const { objects: all } = renderTenant(observed(profile), fleet);
      const kinds = all
        .filter(({ object }) => object.metadata.namespace === 'checkout')
        .map(({ object }) => object.kind);
      expect([...new Set(kinds)].sort()).toEqual([
        'ListenerSet',
        'RoleBinding',
      ]);
    },
  );

  it('gets its roles, for its people and for Argo CD', () => {
    expect(inNamespace.map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining([
        'tenantry-admin',
        'tenantry-developer',
        'tenantry-deployer',
      ]),
    );
  });

  it('is marked by a label that rules select on, and warned of at the level of its profile', () => {
    const namespace = objects.find(({ object }) => object.kind === 'Namespace');
    expect(namespace?.object.metadata).toMatchObject({
      name: 'checkout',
      labels: {
        'tenantry.dev/observed': until,
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/audit': 'restricted',
      },
    });
    expect(objects.flatMap(({ object }) => strictProblems(object))).toEqual([]);
  });

  it('keeps the pod security standard that is enforced there, be it none', () => {
    const namespace = objects.find(({ object }) => object.kind === 'Namespace');
    expect(Object.keys(namespace?.object.metadata.labels ?? {})).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/pod-security.kubernetes.io\/enforce/),
      ]),
    );
    if (!namespace) throw new Error('there is no Namespace');
    const live = {
      ...namespace.object,
      metadata: {
        ...namespace.object.metadata,
        labels: {
          ...namespace.object.metadata.labels,
          'pod-security.kubernetes.io/enforce': 'restricted',
        },
      },
    };
    expect(differences(namespace.object, live)).toEqual([]);
  });

  it('is in no policy and in no flow of the whole cluster', () => {
    const rich = richFleet();
    const selectors = rich.clusters
      .flatMap(cluster => renderCluster(cluster, rich).objects)
      .filter(({ object }) => object.kind === 'ClusterNetworkPolicy')
      .map(({ object }) => JSON.stringify(object.spec));
    expect(selectors).not.toEqual([]);
    for (const selector of selectors)
      expect(selector).toContain(
        '{"key":"tenantry.dev/observed","operator":"DoesNotExist"}',
      );
    const flow = objects.find(({ object }) => object.kind === 'FlowSchema');
    expect(JSON.stringify(flow)).not.toContain('checkout');
    expect(JSON.stringify(flow)).toContain('payments-leads');
  });

  it('is told of by each control what it lacks', () => {
    expect(reasonOf('default-deny')).toBe(
      "observed until 2027-03-31: NetworkPolicy default-deny isn't applied",
    );
    expect(reasonOf('host-probes')).toBe(
      'observed until 2027-03-31: its rules warn and refuse nothing',
    );
    expect(reasonOf('service-account-tokens')).toBe(
      "observed until 2027-03-31: ServiceAccount default isn't applied, and its rules warn and refuse nothing",
    );
    expect(reasonOf('fair-share')).toBe(
      'observed until 2027-03-31: it leaves the namespace out',
    );
    expect(reasonOf('user-namespaces')).toMatch(/its rules warn/);
    expect(reasonOf('pod-security')).toMatch(/its rules warn/);
  });

  it('is held by the rules about its Namespace, and by what is not granted', () => {
    for (const id of [
      'tenant-namespace',
      'identity-guard',
      'deletion-lock',
      'tenant-roles',
      'role-bindings',
      'app-project',
      'deployer',
    ])
      expect([id, reasonOf(id)]).toEqual([id, undefined]);
  });

  it('leaves nothing out without a reason: what is not applied makes a control say so', () => {
    const lacking = controlsFor(context).filter(
      control => notApplied(control, context).length > 0,
    );
    expect(lacking.length).toBeGreaterThan(5);
    for (const control of lacking)
      expect(notInForce(control, context)).toMatch(/applied/);
  });
});

describe('an enforced environment', () => {
  it('lacks nothing', () => {
    const [enforced] = environmentContexts(paymentsTenant('hardened'), fleet);
    for (const control of registry) {
      expect(notApplied(control, enforced)).toEqual([]);
      expect(notInForce(control, enforced)).toBeUndefined();
    }
  });
});

describe.each(fleet.clusters)('the rules of $metadata.name', cluster => {
  const rules = renderCluster(cluster, fleet).objects.map(
    ({ object }) => object,
  );

  it('are the same whether somebody is observed or not', () => {
    expect(
      renderCluster(cluster, { ...fleet, tenants: [observed()] }).objects.map(
        ({ object }) => object,
      ),
    ).toEqual(rules);
  });

  it('look at each namespace of a tenant once: either enforced or observed', () => {
    const selectors = (name: RegExp) =>
      rules
        .filter(({ kind, metadata }) =>
          cluster.spec.policyEngine === 'native'
            ? kind === 'ValidatingAdmissionPolicyBinding' &&
              name.test(metadata.name)
            : kind === 'ValidatingPolicy' && name.test(metadata.name),
        )
        .map(object => JSON.stringify(object))
        .map(text => [
          text.includes('"key":"tenantry.dev/observed","operator":"Exists"'),
          text.includes(
            '"key":"tenantry.dev/observed","operator":"DoesNotExist"',
          ),
          text.includes('"Deny"'),
        ]);
    const observing = selectors(/-observed$/);
    expect(observing).toHaveLength(10);
    expect(new Set(observing.map(each => each.join()))).toEqual(
      new Set(['true,false,false']),
    );
    expect(
      selectors(/^tenantry-(?!.*-observed$|namespaces$)/).map(each =>
        each.join(),
      ),
    ).toEqual(Array.from({ length: 10 }, () => 'false,true,true'));
    // A label that is being changed can't decide whether it may be.
    expect(selectors(/^tenantry-namespaces$/)).toEqual([[false, false, true]]);
  });
});
