import { forbiddenRanges, formatProblems, unionCovers } from '@tenantry/model';
import { internet } from './network/ranges';
import { checkSatisfiable } from './checkSatisfiable';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';
import { platformKinds } from './platformKinds';
import { targetNames } from './admission/targets';
import { creatable } from './access/grants';
import { groupOf } from './objects';
import { registry } from './registry';
import { renderCluster, renderPlatform, renderTenant } from './render';
import { strictProblems } from './strict';
import { toYaml } from './yaml';

const fleet = exampleFleet();
const payments = paymentsTenant('hardened');
const everything = [
  ...['shared', 'hardened', 'sandboxed'].flatMap(
    profile => renderTenant(paymentsTenant(profile), fleet).objects,
  ),
  ...fleet.tenants.flatMap(tenant => renderTenant(tenant, fleet).objects),
  ...fleet.clusters.flatMap(cluster => renderCluster(cluster, fleet).objects),
  ...renderPlatform(fleet).objects,
].map(({ object }) => object);

function find(kind: string, name: string, tenant = payments) {
  const rendered = renderTenant(tenant, fleet).objects.find(
    ({ object }) => object.kind === kind && object.metadata.name === name,
  );
  if (!rendered) throw new Error(`no ${kind} ${name}`);
  return rendered;
}

describe('every rendered object', () => {
  it.each(
    everything.map(
      object => [`${object.kind} ${object.metadata.name}`, object] as const,
    ),
  )('passes the strict check: %s', (_, object) => {
    expect(strictProblems(object)).toEqual([]);
  });

  it('is the same, byte for byte, when rendered again', () => {
    const once = renderTenant(payments, fleet).objects.map(({ object }) =>
      toYaml(object),
    );
    const again = renderTenant(
      paymentsTenant('hardened'),
      exampleFleet(),
    ).objects.map(({ object }) => toYaml(object));
    expect(again).toEqual(once);
  });

  it('names its tenant, its keeper and the controls behind it', () => {
    const { object, controls } = find('ResourceQuota', 'tenantry');
    expect(controls.slice(0, 2)).toEqual(['compute-quota', 'object-counts']);
    expect(object.metadata.labels).toMatchObject({
      'app.kubernetes.io/managed-by': 'tenantry',
      'tenantry.dev/tenant': 'payments',
      'tenantry.dev/environment': 'prod',
    });
    expect(object.metadata.annotations).toEqual({
      'tenantry.dev/controls': controls.join(','),
    });
  });

  it('is of a kind that platform-object-guard keeps, if it is in a tenant namespace', () => {
    const kept = platformKinds.map(({ group, kind }) => `${group}/${kind}`);
    const inTenantNamespaces = renderTenant(payments, fleet).objects.filter(
      ({ object }) => object.metadata.namespace === 'payments-prod',
    );
    expect(inTenantNamespaces.length).toBeGreaterThan(8);
    for (const { object } of inTenantNamespaces) {
      expect(kept).toContain(`${groupOf(object)}/${object.kind}`);
    }
  });
});

describe('a tenant', () => {
  it('selects and names no other namespace than its own, apart from its peers and the DNS', () => {
    const alone = paymentsTenant('hardened', {
      environments: [{ name: 'prod', cluster: 'prod-1' }],
    });
    const written = renderTenant(alone, fleet)
      .objects.map(({ object }) => toYaml(object))
      .join('---\n');
    for (const { metadata } of fleet.tenants)
      expect(written).not.toContain(metadata.name);
  });

  it('gets a count in the quota for everything its roles can create', () => {
    const hard = JSON.stringify(find('ResourceQuota', 'tenantry').object.spec);
    const resources = creatable();
    expect(resources.length).toBeGreaterThan(10);
    for (const { group, resource } of resources) {
      expect(hard).toContain(`"count/${resource}${group ? `.${group}` : ''}"`);
    }
  });

  it('is refused, control by control and field by field, what a cluster cannot give', () => {
    const tenant = paymentsTenant('sandboxed', {
      environments: [
        {
          name: 'dev',
          cluster: 'dev-1',
          hosts: ['pay.example.com'],
          egress: [{ host: 'api.bank.example', ports: [443] }],
        },
      ],
    });
    const bare = {
      ...fleet,
      clusters: fleet.clusters.map(cluster => ({
        ...cluster,
        spec: { ...cluster.spec, runtimes: {}, ingress: undefined },
      })),
    };
    expect(checkSatisfiable(tenant, fleet).length).toBeGreaterThan(0);
    expect(formatProblems(checkSatisfiable(tenant, bare)).split('\n')).toEqual([
      expect.stringContaining(
        'spec.environments[0].egress[0].host: allowed-egress: not available on this cluster',
      ),
      expect.stringContaining(
        'spec.environments[0].hosts: host-ownership: not available on this cluster: dev-1 has no ingress',
      ),
      'spec.environments[0].profile: runtime-assignment: profile sandboxed needs a sandbox (gVisor or Kata Containers or Firecracker), and cluster dev-1 has none',
    ]);
    expect(() => renderTenant(tenant, bare)).toThrow(
      'runtime-assignment: profile sandboxed needs a sandbox',
    );
  });

  it('keeps the internet without private ranges and without any that no tenant may reach', () => {
    const [cluster] = fleet.clusters;
    const context = { cluster, platform: fleet.platform };
    const never = forbiddenRanges(cluster, fleet.platform)
      .map(({ cidr }) => cidr)
      .filter(cidr => cidr !== '::ffff:0:0/96');
    const except = internet(context).flatMap(range => range.except);
    expect(never.length).toBeGreaterThan(20);
    for (const cidr of [...never, '10.0.0.0/8', '192.168.0.0/16', 'fc00::/7']) {
      expect({ cidr, covered: unionCovers(except, cidr) }).toEqual({
        cidr,
        covered: true,
      });
    }
    expect(unionCovers(except, '203.0.113.0/24')).toBe(false);
    const policy = find(
      'NetworkPolicy',
      'internet-egress',
      paymentsTenant('shared'),
    );
    expect(toYaml(policy.object)).toContain('- 169.254.0.0/16\n');
  });

  it('has no internet in a profile that allows listed destinations only', () => {
    const names = renderTenant(payments, fleet).objects.map(
      ({ object }) => object.metadata.name,
    );
    expect(names).not.toContain('internet-egress');
    expect(toYaml(find('NetworkPolicy', 'allowed-egress').object)).toContain(
      'protocol: UDP',
    );
  });
});

describe('a cluster', () => {
  const policies = renderCluster(fleet.clusters[0], fleet).objects.filter(
    ({ object }) => object.kind.endsWith('Policy'),
  );

  it('gets one policy per target, and one for observed namespaces, however many tenants there are', () => {
    expect(
      policies
        .map(({ object }) => `${object.kind} ${object.metadata.name}`)
        .sort(),
    ).toEqual([
      'MutatingPolicy tenantry-workloads',
      ...[
        ...targetNames,
        ...targetNames
          .filter(target => target !== 'namespaces')
          .map(target => `${target}-observed`),
      ]
        .map(name => `ValidatingPolicy tenantry-${name}`)
        .sort(),
    ]);
    const nobody = renderCluster(fleet.clusters[0], { ...fleet, tenants: [] });
    expect(nobody).toEqual(renderCluster(fleet.clusters[0], fleet));
  });

  it('refuses in the name of the control', () => {
    const ids = registry.map(({ id }) => id);
    const messages = [
      ...policies
        .map(({ object }) => toYaml(object))
        .join('')
        .matchAll(/message: "?([a-z-]+): /g),
    ];
    expect(messages.length).toBeGreaterThanOrEqual(8);
    for (const [, id] of messages) expect(ids).toContain(id);
  });

  it('gives tenants no wildcard, no escalation and no way to other identities', () => {
    const roles = renderCluster(fleet.clusters[0], fleet).objects.filter(
      ({ object }) =>
        object.kind === 'ClusterRole' &&
        object.metadata.name !== 'tenantry-guard-rails',
    );
    expect(roles).toHaveLength(4);
    const written = roles.map(({ object }) => toYaml(object)).join('');
    for (const word of [
      '"*"',
      'escalate',
      'bind\n',
      'impersonate',
      'token',
      'proxy',
      'ephemeralcontainers',
      'deletecollection',
      'aggregat',
      'kyverno',
      'daemonsets',
    ]) {
      expect(written).not.toContain(word);
    }
  });
});
