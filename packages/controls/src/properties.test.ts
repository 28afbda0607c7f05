import {
  cidrsOverlap,
  forbiddenRanges,
  quantityValue,
  subtractCidrs,
  unionCovers,
} from '@tenantry/model';
import type { Fleet, Profile, Tenant } from '@tenantry/model';
import fc from 'fast-check';
import { checkSatisfiable } from './checkSatisfiable';
import { environmentContexts } from './contexts';
import { itemsAt } from './itemsAt';
import { isList, isMap } from './merge';
import { labels } from './names';
import { identityOf } from './objects';
import type { Json, KubernetesObject } from './objects';
import { registry } from './registry';
import { renderCluster, renderPlatform, renderTenant } from './render';
import type { RenderedObject } from './render';
import { arbitraryTenant } from './testing/arbitraryTenant';
import { exampleFleet, paymentsTenant } from './testing/exampleFleet';
import { richFleet } from './testing/richFleet';
import { toYaml } from './yaml';

const fleets = [
  ['the example platform', exampleFleet()],
  ['a platform that has everything', richFleet()],
] as const;
const numRuns = 15;

function everythingOf(fleet: Fleet): RenderedObject[] {
  return [
    ...fleet.tenants.map(tenant => renderTenant(tenant, fleet)),
    ...fleet.clusters.map(cluster => renderCluster(cluster, fleet)),
    renderPlatform(fleet),
  ].flatMap(({ objects }) => objects);
}

/** Every word of every text and key. */
function wordsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.split(/[^a-z0-9-]+/);
  if (isList(value)) return value.flatMap(wordsIn);
  return isMap(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        ...wordsIn(key),
        ...wordsIn(inner),
      ])
    : [];
}

function keyOf({ cluster = '', object }: RenderedObject): string {
  return `${cluster} ${identityOf(object)}`;
}

describe.each(fleets)('whatever tenant comes to %s', (_, fleet) => {
  const tenant = arbitraryTenant(fleet);

  function holds(check: (tenant: Tenant) => void) {
    fc.assert(fc.property(tenant, check), { numRuns });
  }

  it('names nobody else, apart from its peers', () => {
    holds(newcomer => {
      const peers = newcomer.spec.environments.flatMap(each => each.peers);
      const foreign = new Set(
        fleet.tenants
          .filter(({ metadata }) =>
            peers.every(peer => peer.tenant !== metadata.name),
          )
          .flatMap(other => [
            other.metadata.name,
            ...environmentContexts(other, fleet).map(
              ({ namespace }) => namespace,
            ),
          ]),
      );
      foreign.delete(newcomer.metadata.name);
      for (const { object } of renderTenant(newcomer, fleet).objects)
        expect(wordsIn(object).filter(word => foreign.has(word))).toEqual([]);
    });
  });

  it('is rendered the same, byte for byte, a second time', () => {
    holds(newcomer => {
      const written = (from: Fleet) =>
        renderTenant(structuredClone(newcomer), from).objects.map(
          ({ object }) => toYaml(object),
        );
      expect(written(structuredClone(fleet))).toEqual(written(fleet));
    });
  });

  it('takes its own objects along when it goes, and no others', () => {
    holds(newcomer => {
      const others = fleet.tenants.filter(
        ({ metadata }) => metadata.name !== newcomer.metadata.name,
      );
      const rendered = (tenants: Tenant[]) =>
        new Map(
          everythingOf({ ...fleet, tenants }).map(item => [keyOf(item), item]),
        );
      const after = rendered(others);
      const before = rendered([...others, newcomer]);
      for (const [key, { object }] of after)
        expect(toYaml(object)).toBe(toYaml(before.get(key)?.object ?? {}));
      const gone = [...before]
        .filter(([key]) => !after.has(key))
        .map(([, { object }]) => object.metadata.labels?.[labels.tenant]);
      expect(new Set(gone)).toEqual(new Set([newcomer.metadata.name]));
    });
  });

  it('has a count in the quota for everything that its roles let it create', () => {
    holds(newcomer => {
      for (const { namespace, cluster } of environmentContexts(newcomer, fleet))
        expect(
          uncounted(
            renderCluster(cluster, fleet).objects.map(({ object }) => object),
            objectsIn(namespace, newcomer, fleet),
          ),
        ).toEqual([]);
    });
  });

  it('reaches no forbidden address by any rule, however broad', () => {
    holds(newcomer => {
      for (const context of environmentContexts(newcomer, fleet)) {
        const { cluster, namespace, platform } = context;
        const forbidden = forbiddenRanges(cluster, platform)
          .map(each => each.cidr)
          // The API server refuses it as an exception; it stands in no packet.
          .filter(range => range !== '::ffff:0:0/96');
        const caches = cluster.spec.dns.nodeLocalAddresses;
        for (const { cidr, except } of ranges(
          objectsIn(namespace, newcomer, fleet),
        )) {
          if (caches.includes(cidr.replace(/\/(32|128)$/, ''))) continue;
          const open = forbidden
            .filter(range => cidrsOverlap(range, cidr))
            .filter(range => !unionCovers(except, range));
          expect({ cidr, open }).toEqual({ cidr, open: [] });
        }
      }
    });
  });

  it('has room for a default pod in its quota', () => {
    holds(newcomer => {
      for (const context of environmentContexts(newcomer, fleet))
        expect(
          tooLarge(
            objectsIn(context.namespace, newcomer, fleet),
            renderCluster(context.cluster, fleet).objects.map(
              ({ object }) => object,
            ),
          ),
        ).toEqual([]);
    });
  });
});

function objectsIn(
  namespace: string,
  tenant: Tenant,
  fleet: Fleet,
): KubernetesObject[] {
  return renderTenant(tenant, fleet)
    .objects.map(({ object }) => object)
    .filter(
      ({ metadata }) => (metadata.namespace ?? metadata.name) === namespace,
    );
}

function textsAt(value: Json | undefined): string[] {
  return isList(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

function hardOf(objects: readonly KubernetesObject[]) {
  const hard = objects
    .filter(({ kind }) => kind === 'ResourceQuota')
    .map(({ spec }) => (isMap(spec) && isMap(spec.hard) ? spec.hard : {}));
  return Object.assign({}, ...hard) as Readonly<Record<string, string>>;
}

/** Resources that a role bound in the namespace may create, and no quota counts. */
function uncounted(
  onCluster: readonly KubernetesObject[],
  inNamespace: readonly KubernetesObject[],
): string[] {
  const bound = inNamespace
    .filter(({ kind }) => kind === 'RoleBinding')
    .map(({ roleRef }) => (isMap(roleRef) ? roleRef.name : undefined));
  const hard = hardOf(inNamespace);
  return onCluster
    .filter(
      ({ kind, metadata }) =>
        kind === 'ClusterRole' && bound.includes(metadata.name),
    )
    .flatMap(role => itemsAt(role, 'rules'))
    .filter(({ verbs }) => textsAt(verbs).includes('create'))
    .flatMap(({ apiGroups, resources }) =>
      textsAt(resources)
        .filter(resource => !resource.includes('/'))
        .flatMap(resource =>
          textsAt(apiGroups).map(group =>
            ['count', group ? `${resource}.${group}` : resource].join('/'),
          ),
        ),
    )
    .filter(key => hard[key] === undefined);
}

/** What NetworkPolicies let out by address. */
function ranges(
  objects: readonly KubernetesObject[],
): { cidr: string; except: string[] }[] {
  return objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .flatMap(policy => itemsAt(policy, 'spec.egress.to.ipBlock'))
    .map(({ cidr, except }) => ({
      cidr: String(cidr),
      except: textsAt(except),
    }));
}

/** Resources of a pod with one default container, and of its sandbox, that the quota has no room for. */
function tooLarge(
  inNamespace: readonly KubernetesObject[],
  onCluster: readonly KubernetesObject[],
): string[] {
  const hard = hardOf(inNamespace);
  const limits = inNamespace
    .filter(({ kind }) => kind === 'LimitRange')
    .flatMap(range => itemsAt(range, 'spec.limits'))
    .find(({ type }) => type === 'Container');
  const [{ metadata }] = inNamespace.filter(({ kind }) => kind === 'Namespace');
  const sandbox = onCluster.find(
    object =>
      object.kind === 'RuntimeClass' &&
      object.metadata.name === metadata.labels?.[labels.runtimeClass],
  );
  const [overhead = {}] = sandbox ? itemsAt(sandbox, 'overhead.podFixed') : [];
  const amount = (of: Json | undefined, key: string) => {
    const value = isMap(of) ? of[key] : undefined;
    return typeof value === 'string' ? quantityValue(value) ?? 0n : 0n;
  };
  const defaults = {
    requests: limits?.defaultRequest,
    limits: limits?.default,
  };
  return Object.entries(defaults).flatMap(([which, of]) =>
    ['cpu', 'memory', 'ephemeral-storage']
      .filter(
        resource =>
          amount(of, resource) + amount(overhead, resource) >
          amount(hard, `${which}.${resource}`),
      )
      .map(resource => `${which}.${resource}`),
  );
}

type Dimensions = Pick<
  Profile,
  'podSecurity' | 'runtime' | 'egress' | 'nodes' | 'ingress'
>;

/** What two profiles have in one dimension, the second nothing weaker than the first. */
function choices<T>(weak: T, strong: T) {
  return fc.constantFrom<[T, T]>(
    [weak, weak],
    [weak, strong],
    [strong, strong],
  );
}

/** Two profiles, of which the second is nowhere weaker. */
const pair = fc
  .record({
    podSecurity: choices<Profile['podSecurity']>('baseline', 'restricted'),
    runtime: choices<Profile['runtime']>('host', ['gvisor']),
    egress: choices<Profile['egress']>('internet', 'allow-list'),
    nodes: choices<Profile['nodes']>('shared', 'own'),
    ingress: choices<Profile['ingress']>('shared', 'own'),
  })
  .map(({ podSecurity, runtime, egress, nodes, ingress }) => {
    const side = (index: 0 | 1): Dimensions => ({
      podSecurity: podSecurity[index],
      runtime: runtime[index],
      egress: egress[index],
      nodes: nodes[index],
      ingress: ingress[index],
    });
    return [side(0), side(1)] as const;
  });

describe('a stricter profile', () => {
  const fleet = richFleet();
  const { hardened } = fleet.platform.spec.profiles;
  const everywhere: Fleet = {
    ...fleet,
    clusters: fleet.clusters.map(cluster => ({
      ...cluster,
      spec: {
        ...cluster.spec,
        nodePools: ['payments'],
        runtimes: { gvisor: { handler: 'runsc', tolerations: [] } },
      },
    })),
  };

  /** The same environment with either profile. */
  function contextsOf([weak, strong]: readonly [Dimensions, Dimensions]) {
    const offer: Fleet = {
      ...everywhere,
      platform: {
        ...fleet.platform,
        spec: {
          ...fleet.platform.spec,
          profiles: {
            weak: { ...hardened, ...weak },
            strong: { ...hardened, ...strong },
          },
        },
      },
    };
    return ['weak', 'strong'].map(profile => {
      const tenant = paymentsTenant(profile);
      expect(checkSatisfiable(tenant, offer)).toEqual([]);
      const [context] = environmentContexts(tenant, offer);
      return {
        context,
        objects: objectsIn(context.namespace, tenant, offer),
      };
    });
  }

  it('is called looser by no control', () => {
    fc.assert(
      fc.property(pair, profiles => {
        const [before, after] = contextsOf(profiles);
        for (const { id, compare } of registry)
          expect([id, compare?.(before.context, after.context)]).not.toEqual([
            id,
            'loosened',
          ]);
      }),
    );
  });

  it('opens no address, and holds pods to no less', () => {
    const standards = ['privileged', 'baseline', 'restricted'];
    fc.assert(
      fc.property(pair, profiles => {
        const [before, after] = contextsOf(profiles).map(({ objects }) => ({
          open: ranges(objects).flatMap(({ cidr, except }) =>
            subtractCidrs([cidr], except),
          ),
          standard: standards.indexOf(
            objects.find(({ kind }) => kind === 'Namespace')?.metadata.labels?.[
              'pod-security.kubernetes.io/enforce'
            ] ?? '',
          ),
        }));
        expect(
          after.open.filter(range => !unionCovers(before.open, range)),
        ).toEqual([]);
        expect(after.standard).toBeGreaterThanOrEqual(before.standard);
        expect(before.standard).toBeGreaterThan(0);
      }),
      { numRuns },
    );
  });
});
