import { checkTenant, unwrap, validateTenant } from '@tenantry/model';
import type { Fleet, Tenant } from '@tenantry/model';
// eslint-disable-next-line @backstage/no-undeclared-imports -- imported by tests only
import fc from 'fast-check';
import { checkSatisfiable } from '../checkSatisfiable';

const word = fc.stringMatching(/^[a-z]{3,6}[0-9]{0,2}$/);
const ports = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: 1, max: 65_535 }),
    fc.integer({ min: 1, max: 65_535 }).map(port => `${port}/UDP`),
  ),
  { minLength: 1, maxLength: 3 },
);

/** Ranges of the internet, wide and narrow; what a cluster keeps for itself among them is sorted out by the check. */
const cidr = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(8, 20, 34, 52, 93, 104, 151, 185),
      fc.integer({ min: 0, max: 255 }),
    )
    .map(([first, second]) => `${first}.${second}.0.0/16`),
  fc.constantFrom(8, 20, 34, 52).map(first => `${first}.0.0.0/8`),
  fc
    .integer({ min: 0x1000, max: 0xffff })
    .map(part => `2a00:${part.toString(16)}::/32`),
);

/** As long as Kubernetes allows, and beginning with a digit now and then: somebody else chose it. */
const adopted = fc.option(
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/),
  { nil: undefined },
);

interface Names {
  readonly clusters: readonly string[];
  readonly profiles: readonly string[];
  readonly sizes: readonly string[];
  /** Environments of others, by cluster. */
  readonly neighbours: Readonly<
    Record<string, readonly { tenant: string; environment: string }[]>
  >;
}

function environment(tenant: string, name: string, names: Names) {
  return fc.constantFrom(...names.clusters).chain(cluster =>
    fc.record({
      name: fc.constant(name),
      cluster: fc.constant(cluster),
      namespace: adopted,
      profile: fc.constantFrom(...names.profiles),
      size: fc.constantFrom(...names.sizes),
      hosts: fc.uniqueArray(
        word.map(host => `${host}.${name}.${tenant}.example.org`),
        { maxLength: 2 },
      ),
      egress: fc.uniqueArray(fc.record({ cidr, ports }), {
        maxLength: 3,
        selector: rule => rule.cidr,
      }),
      peers: fc
        .subarray([...(names.neighbours[cluster] ?? [])], { maxLength: 2 })
        .chain(peers =>
          ports.map(open => peers.map(peer => ({ ...peer, ports: open }))),
        ),
    }),
  );
}

function namesOf({ platform, clusters, tenants }: Fleet): Names {
  const neighbours = clusters.map(({ metadata }) => [
    metadata.name,
    tenants.flatMap(tenant =>
      tenant.spec.environments
        .filter(({ cluster }) => cluster === metadata.name)
        .map(({ name }) => ({
          tenant: tenant.metadata.name,
          environment: name,
        })),
    ),
  ]);
  return {
    clusters: clusters.map(({ metadata }) => metadata.name),
    profiles: Object.keys(platform.spec.profiles),
    sizes: Object.keys(platform.spec.sizes),
    neighbours: Object.fromEntries(neighbours),
  };
}

/** Tenants that pass every check beside those of the fleet, and use everything that a request can name. */
export function arbitraryTenant(fleet: Fleet): fc.Arbitrary<Tenant> {
  const names = namesOf(fleet);
  // Some of them have nodes of their own.
  const owners = fleet.clusters.flatMap(({ spec }) => spec.nodePools);
  const name = fc.oneof(
    word.map(some => `team-${some}`),
    ...(owners.length > 0 ? [fc.constantFrom(...owners)] : []),
  );
  return name
    .chain(tenant =>
      fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).chain(environments =>
        fc.record({
          name: fc.constant(tenant),
          admins: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
          developers: fc.uniqueArray(word, { maxLength: 3 }),
          viewers: fc.uniqueArray(word, { maxLength: 3 }),
          repositories: fc.uniqueArray(
            word.map(path => `https://git.example.org/${tenant}/${path}.git`),
            { maxLength: 2 },
          ),
          environments: fc.tuple(
            ...environments.map(each => environment(tenant, each, names)),
          ),
        }),
      ),
    )
    .map(({ name: tenant, admins, developers, viewers, ...spec }) =>
      validateTenant({
        apiVersion: 'tenantry.dev/v1',
        kind: 'Tenant',
        metadata: { name: tenant },
        spec: {
          title: 'Anybody',
          owner: `group:default/${tenant}`,
          access: { admins, developers, viewers },
          profile: names.profiles[0],
          size: names.sizes[0],
          ...spec,
        },
      }),
    )
    .filter(({ ok }) => ok)
    .map(result => unwrap(result))
    .filter(
      tenant =>
        checkTenant(tenant, fleet).length === 0 &&
        checkSatisfiable(tenant, fleet).length === 0,
    );
}
