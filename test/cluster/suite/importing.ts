import { openCluster, resourceOf } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { identityOf, renderCluster, renderTenant } from '@tenantry/controls';
import type { KubernetesObject, PartialObject } from '@tenantry/controls';
import { builtInRoles, importFleet, servedResources } from '@tenantry/import';
import type { Adoption, Import } from '@tenantry/import';
import type { Fleet } from '@tenantry/model';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  brownfieldFiles,
  brownfieldHints,
  brownfieldPlatform,
} from '../../src/brownfield';
import { startControlPlane } from '../rig/controlPlane';
import { crdsOf } from './crdsOf';
import { problemOf } from './problemOf';
import type { Check } from './proving';

const { platform, cluster } = brownfieldPlatform();

/** So many requests at a time. */
const width = 24;

/** Kinds that guard a namespace and that every API server has. */
const guardRails = [
  'Namespace',
  'Role',
  'RoleBinding',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
];

/**
 * The namespaces of `test/corpus` on a real API server: made as they were found, then adopted identically, which must leave
 * every object as it is, then enforced, which must be accepted. Also whether what the import knows of Kubernetes is true.
 */
export async function checkImporting(): Promise<Check[]> {
  const plane = await startControlPlane({
    crds: crdsOf([cluster], cluster.metadata.name),
  });
  try {
    const client = await openCluster({
      kubeconfig: plane.kubeconfigs.platform,
    });
    try {
      const identical = importAs('identical');
      const checks = [await factsHold(client)];
      const there = await makeFound(client, identical);
      checks.push(check('every namespace is there as it was found', there));
      const before = await read(client, identical);
      checks.push(
        check(
          'the policies of the cluster are accepted',
          await applyAll(
            client,
            renderCluster(cluster, fleetOf(identical)).objects.map(
              ({ object }) => object,
            ),
          ),
        ),
        check(
          'what is rendered to adopt identically is accepted',
          await applyAll(client, rendered(identical)),
        ),
        check(
          'adopting identically leaves every object as it was',
          changes(before, await read(client, identical)),
        ),
        check(
          'what is rendered to enforce is accepted',
          await applyAll(client, rendered(importAs('enforce'))),
        ),
      );
      return checks;
    } finally {
      client.close();
    }
  } finally {
    await plane.stop();
  }
}

function check(name: string, problems: readonly string[]): Check {
  const told = problems.slice(0, 20);
  const more = problems.length - told.length;
  return {
    name: `importing: ${name}`,
    ...problemOf([...told, ...(more > 0 ? [`and ${more} more`] : [])]),
  };
}

function importAs(adopt: Adoption): Import {
  return importFleet(
    { files: brownfieldFiles(), platform, cluster },
    { adopt, until: '2999-12-31', hints: brownfieldHints },
  );
}

function fleetOf({ tenants }: Import): Fleet {
  return { platform, clusters: [cluster], tenants };
}

/** What a merge would apply to the cluster, Namespaces first. */
function rendered(one: Import): PartialObject[] {
  return one.tenants
    .flatMap(tenant => renderTenant(tenant, fleetOf(one)).objects)
    .filter(object => object.cluster === cluster.metadata.name)
    .map(({ object }) => object);
}

/** Guard-rails of the namespaces that are adopted; of what is defined twice the last, as it would be on a cluster. */
function foundObjects({ report, found }: Import): KubernetesObject[] {
  const adopted = new Set(
    report.tenants.flatMap(({ namespaces }) =>
      namespaces.map(({ namespace }) => namespace),
    ),
  );
  const objects = found.namespaces
    .filter(({ name }) => adopted.has(name))
    .flatMap(namespace => namespace.objects)
    .map(({ object }) => object)
    .filter(
      ({ kind, apiVersion }) =>
        guardRails.includes(kind) && !apiVersion.startsWith('projectcalico'),
    );
  return [
    ...new Map(objects.map(object => [identityOf(object), object])).values(),
  ];
}

/** Made, not applied, so that nobody but their makers owns their fields. */
async function makeFound(
  client: ClusterClient,
  one: Import,
): Promise<string[]> {
  return inOrder(foundObjects(one), async object => {
    const { namespace } = object.metadata;
    const answer = await client.send({
      verb: 'create',
      resource: resourceOf(object),
      ...(namespace ? { namespace } : {}),
      body: object,
    });
    return answer.status < 300 ? undefined : answer.message;
  });
}

async function applyAll(
  client: ClusterClient,
  objects: readonly PartialObject[],
): Promise<string[]> {
  return inOrder(objects, async object => {
    const { name, namespace } = object.metadata;
    const answer = await client.send({
      verb: 'patch',
      patch: 'apply',
      resource: resourceOf(object),
      name,
      ...(namespace ? { namespace } : {}),
      body: object,
    });
    return answer.status < 300 ? undefined : answer.message;
  });
}

/** Namespaces, then roles, then the rest, many at a time; what went wrong with which object. */
async function inOrder<T extends PartialObject>(
  objects: readonly T[],
  act: (object: T) => Promise<string | undefined>,
): Promise<string[]> {
  const problems: string[] = [];
  const rank = ({ kind, metadata }: PartialObject) => {
    if (kind === 'Namespace') return 0;
    return kind.endsWith('Role') || !metadata.namespace ? 1 : 2;
  };
  for (const wave of [0, 1, 2]) {
    const queue = objects.filter(object => rank(object) === wave);
    await Promise.all(
      Array.from({ length: width }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const problem = await act(next);
          if (problem) problems.push(`${identityOf(next)}: ${problem}`);
        }
      }),
    );
  }
  return problems;
}

interface Live {
  readonly metadata: KubernetesObject['metadata'] & {
    readonly resourceVersion: string;
  };
}

/** What the cluster holds of the found objects. */
async function read(
  client: ClusterClient,
  one: Import,
): Promise<ReadonlyMap<string, Live>> {
  const held = new Map<string, Live>();
  const kinds = new Map(
    foundObjects(one).map(object => [
      resourceOf(object),
      { apiVersion: object.apiVersion, kind: object.kind },
    ]),
  );
  for (const [resource, { apiVersion, kind }] of kinds) {
    const answer = await client.send({ verb: 'list', resource, name: '' });
    const { items = [] } = answer.body as { items?: KubernetesObject[] };
    for (const item of items)
      held.set(
        identityOf({ ...item, apiVersion, kind }),
        item as KubernetesObject & Live,
      );
  }
  return new Map(
    foundObjects(one).flatMap(object => {
      const live = held.get(identityOf(object));
      return live ? [[identityOf(object), live] as const] : [];
    }),
  );
}

/** Objects that somebody wrote since, and what a Namespace lost; quotas are counted, which is no change of theirs. */
function changes(
  before: ReadonlyMap<string, Live>,
  after: ReadonlyMap<string, Live>,
): string[] {
  return Array.from(before).flatMap(([identity, was]) => {
    const is = after.get(identity);
    if (!is) return [`${identity} is gone`];
    if (identity.startsWith('/Namespace '))
      return (['labels', 'annotations'] as const).flatMap(field =>
        Object.entries(was.metadata[field] ?? {})
          .filter(([key, value]) => is.metadata[field]?.[key] !== value)
          .map(
            ([key, value]) =>
              `${identity}: ${key} was ${value}, is ${is.metadata[field]?.[key]}`,
          ),
      );
    if (identity.startsWith('/ResourceQuota '))
      return specOf(was) === specOf(is) ? [] : [`${identity} has changed`];
    return was.metadata.resourceVersion === is.metadata.resourceVersion
      ? []
      : [`${identity} was written`];
  });
}

function specOf(live: Live): string {
  return JSON.stringify('spec' in live ? live.spec : undefined);
}

/** Resources, their verbs and the built-in roles, as `rights/kubernetes.json` has them. */
async function factsHold(client: ClusterClient): Promise<Check> {
  const problems: string[] = [];
  const groups = (await client.get('/apis')).body as {
    groups: { versions: { groupVersion: string }[] }[];
  };
  const paths = [
    '/api/v1',
    ...groups.groups.flatMap(({ versions }) =>
      versions.map(({ groupVersion }) => `/apis/${groupVersion}`),
    ),
  ];
  const served = new Map<string, Set<string>>();
  for (const path of paths) {
    const { groupVersion, resources = [] } = (await client.get(path)).body as {
      groupVersion: string;
      resources?: { name: string; verbs: string[] }[];
    };
    const group = groupVersion.includes('/') ? groupVersion.split('/')[0] : '';
    for (const { name, verbs } of resources)
      for (const verb of verbs) {
        const key = `${group}/${name}`;
        served.set(key, (served.get(key) ?? new Set()).add(verb));
      }
  }
  for (const [group, resources] of Object.entries(servedResources))
    for (const [name, { verbs }] of Object.entries(resources)) {
      const real = [...(served.get(`${group}/${name}`) ?? [])].sort();
      if (JSON.stringify(real) !== JSON.stringify([...verbs].sort()))
        problems.push(`${group}/${name} has ${real.join(', ') || 'no verbs'}`);
    }
  for (const [name, rules] of Object.entries(builtInRoles)) {
    const wanted = allRights(rules);
    // The controller aggregates roles a moment after it starts.
    for (let tries = 0; tries < 40; tries += 1) {
      const { rules: real = [] } = (
        await client.get(
          `/apis/rbac.authorization.k8s.io/v1/clusterroles/${name}`,
        )
      ).body as { rules?: typeof rules };
      if (allRights(real) === wanted) break;
      if (tries === 39) problems.push(`ClusterRole ${name} has other rules`);
      await sleep(250);
    }
  }
  return check('what the import knows of Kubernetes is true', problems);
}

function allRights(rules: (typeof builtInRoles)[string]): string {
  const rights = rules.flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap(group =>
      resources.flatMap(resource =>
        verbs.map(verb => `${group}/${resource} ${verb}`),
      ),
    ),
  );
  return [...new Set(rights)].sort().join('\n');
}
