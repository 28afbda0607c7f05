import { environmentContexts, tenantContext } from '../contexts';
import { declared } from './declared';
import { indexObjects } from './placed';
import type { JsonMap } from '../objects';
import { controlsFor, findControl, registry } from '../registry';
import { renderCluster, renderPlatform, renderTenant } from '../render';
import type { RenderedObject } from '../render';
import { exampleFleet, paymentsTenant } from '../testing/exampleFleet';

const fleet = exampleFleet();
const tenant = paymentsTenant('sandboxed');
const environments = environmentContexts(tenant, fleet);
const [context] = environments;
const objects: RenderedObject[] = [
  ...renderTenant(tenant, fleet).objects,
  ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
  ...renderPlatform(fleet).objects,
];

function verdictOf(
  id: string,
  placed: readonly RenderedObject[],
  unexpected: readonly string[] = [],
) {
  const control = findControl(id);
  if (!control) throw new Error(`no control ${id}`);
  const whole = tenantContext(tenant, environments, fleet);
  return declared(control, context, whole, {
    objects: indexObjects(placed),
    rendered: indexObjects(objects),
    unexpected,
  });
}

describe('declared', () => {
  it.each(controlsFor(context).map(({ id }) => id))(
    'finds %s in its own rendering',
    id => {
      expect(verdictOf(id, objects)).toEqual({
        state: 'yes',
        reason: 'the main branch contains it',
      });
    },
  );

  it.each(registry.map(({ id }) => id))(
    'misses %s in an empty repository',
    id => {
      expect(verdictOf(id, []).state).not.toBe('yes');
    },
  );

  it('names the object that is missing', () => {
    const without = objects.filter(
      ({ object }) => object.metadata.name !== 'default-deny',
    );
    expect(verdictOf('default-deny', without)).toMatchObject({
      state: 'no',
      reason:
        'NetworkPolicy payments-prod/default-deny is missing from the repository',
    });
  });

  it('notices a right that no tenant must have, in a role and on the whole cluster', () => {
    const changed = objects.map(placed =>
      placed.object.metadata.name === 'tenantry-admin' &&
      placed.object.kind === 'ClusterRole'
        ? {
            ...placed,
            object: {
              ...placed.object,
              rules: [
                { apiGroups: ['*'], resources: ['*'], verbs: ['create'] },
                ...(placed.object.rules as JsonMap[]),
              ],
            },
          }
        : placed,
    );
    expect(verdictOf('tenant-roles', changed)).toMatchObject({
      state: 'no',
      reason: 'ClusterRole tenantry-admin gives create serviceaccounts/token',
    });
    const bound = {
      cluster: 'prod-1',
      object: {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: 'admins' },
        roleRef: { kind: 'ClusterRole', name: 'tenantry-admin' },
      },
      controls: [],
    };
    expect(verdictOf('extension-points', [...objects, bound])).toMatchObject({
      state: 'no',
      reason:
        'ClusterRoleBinding admins gives tenantry-admin on the whole cluster',
    });
  });

  it('blames the control whose field is gone, and no other one with fields in the same object', () => {
    const changed = objects.map(placed =>
      placed.object.kind === 'ResourceQuota'
        ? {
            ...placed,
            object: { ...placed.object, spec: { hard: { pods: '120' } } },
          }
        : placed,
    );
    expect(verdictOf('compute-quota', changed).reason).toBe(
      'the repository is not as rendered: ResourceQuota payments-prod/tenantry: spec.hard["requests.cpu"] is missing, declared "32"',
    );
    expect(verdictOf('container-limits', changed).state).toBe('yes');
  });

  it('notices what was added to a file by hand', () => {
    const opened = objects.map(placed =>
      placed.object.metadata.name === 'default-deny'
        ? {
            ...placed,
            object: {
              ...placed.object,
              spec: { ...(placed.object.spec as JsonMap), ingress: [{}] },
            },
          }
        : placed,
    );
    expect(verdictOf('default-deny', opened)).toMatchObject({
      state: 'no',
      reason:
        'the repository is not as rendered: NetworkPolicy payments-prod/default-deny: spec.ingress has {} as well',
    });
    expect(verdictOf('dns-egress', opened).state).toBe('yes');
  });

  it('blames an admission control whose rule is gone from the policy', () => {
    const changed = objects.map(placed =>
      placed.object.metadata.name === 'tenantry-workloads' &&
      placed.object.kind === 'ValidatingPolicy'
        ? { ...placed, object: { ...placed.object, spec: { validations: [] } } }
        : placed,
    );
    expect(verdictOf('host-probes', changed).state).toBe('no');
  });

  it('does not take one cluster for another', () => {
    const elsewhere = objects.map(placed =>
      placed.cluster ? { ...placed, cluster: 'dev-1' } : placed,
    );
    expect(verdictOf('default-deny', elsewhere).state).toBe('no');
  });

  it('counts files that nobody renders against the control that keeps them out, and no other', () => {
    const paths = ['a.yaml', 'b.yaml', 'c.yaml', 'd.yaml', 'e.yaml'];
    expect(verdictOf('guard-rail-project', objects, paths)).toMatchObject({
      state: 'no',
      reason: 'a.yaml, b.yaml, c.yaml, 2 more are not rendered by Tenantry',
    });
    expect(verdictOf('default-deny', objects, paths).state).toBe('yes');
  });
});
