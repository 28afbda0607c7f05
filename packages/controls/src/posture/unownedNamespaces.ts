import { indexFleet, placeKey } from '@tenantry/model';
import type { Cluster, Fleet } from '@tenantry/model';
import { annotations, labels } from '../names';
import type { KubernetesObject } from '../objects';
import { registry } from '../registry';
import { platformNamespaces } from './platformNamespaces';

/** A namespace that no tenant's file names. */
export interface UnownedNamespace {
  readonly name: string;
  /**
   * `orphan`: it carries the label of a tenant that isn't there, or that doesn't name it; `nobodys`: it carries no such label;
   * `undecided`: the file of the tenant that it carries the label of can't be read.
   */
  readonly standing: 'orphan' | 'nobodys' | 'undecided';
  /** Why, in words that a person can act on. */
  readonly reason: string;
  /** The tenant that its label names. */
  readonly tenant?: string;
  /** The catalog entity that its annotation names. */
  readonly owner?: string;
  /** ISO 8601, by the cluster's clock. */
  readonly createdAt?: string;
  /** Since when it is being deleted. */
  readonly deletedAt?: string;
  /** Without those that every namespace has. */
  readonly labels: Readonly<Record<string, string>>;
}

/** All namespaces of a cluster, by whose they are. */
export interface NamespaceCensus {
  /** Orphans first, then by name. */
  readonly unowned: readonly UnownedNamespace[];
  /** Names of those that belong to the cluster or the platform. */
  readonly platform: readonly string[];
  /** How many belong to tenants. */
  readonly owned: number;
}

/** Kubernetes puts the namespace's own name there. */
const everybodys = 'kubernetes.io/metadata.name';

const order = ['orphan', 'undecided', 'nobodys'] as const;

/**
 * Sorts the namespaces of a cluster by whose they are. A tenant owns those that its file names there, whatever their labels say,
 * which is for the posture to judge; a label alone makes nobody an owner, and no platform's name excuses one.
 *
 * @param isUnreadable whether a tenant is there, and its file can't be read.
 */
export function unownedNamespaces(
  cluster: Cluster,
  fleet: Fleet,
  namespaces: readonly KubernetesObject[],
  isUnreadable: (tenant: string) => boolean = () => false,
): NamespaceCensus {
  const isPlatforms = platformNamespaces(
    { platform: fleet.platform, cluster },
    registry,
  );
  const unowned: UnownedNamespace[] = [];
  const platform: string[] = [];
  let owned = 0;
  for (const { metadata } of namespaces) {
    const { name } = metadata;
    const tenant = metadata.labels?.[labels.tenant];
    if (isOwned(name, cluster, fleet)) owned += 1;
    else if (tenant !== undefined)
      unowned.push({
        ...notesOf(metadata),
        tenant,
        ...astray(tenant, cluster, fleet, isUnreadable),
      });
    else if (isPlatforms(name)) platform.push(name);
    else
      unowned.push({
        ...notesOf(metadata),
        standing: 'nobodys',
        reason: 'no tenant names it, and it carries no label of one',
      });
  }
  return {
    unowned: unowned.sort(
      (left, right) =>
        order.indexOf(left.standing) - order.indexOf(right.standing) ||
        compare(left.name, right.name),
    ),
    platform: platform.sort(),
    owned,
  };
}

function isOwned(name: string, { metadata }: Cluster, fleet: Fleet): boolean {
  return indexFleet(fleet).namespaces.has(placeKey(metadata.name, name));
}

/** What there is to say of a namespace with the label of a tenant that doesn't name it. */
function astray(
  tenant: string,
  { metadata }: Cluster,
  fleet: Fleet,
  isUnreadable: (tenant: string) => boolean,
): Pick<UnownedNamespace, 'standing' | 'reason'> {
  if (isUnreadable(tenant))
    return {
      standing: 'undecided',
      reason: `the file of the tenant ${tenant} can't be read`,
    };
  return {
    standing: 'orphan',
    reason: indexFleet(fleet).tenants.has(tenant)
      ? `the tenant ${tenant} has no environment of this name on ${metadata.name}`
      : `there is no tenant ${tenant}`,
  };
}

function notesOf(
  metadata: KubernetesObject['metadata'],
): Pick<
  UnownedNamespace,
  'name' | 'labels' | 'owner' | 'createdAt' | 'deletedAt'
> {
  const { [everybodys]: _, ...others } = metadata.labels ?? {};
  const owner = metadata.annotations?.[annotations.owner];
  const { creationTimestamp, deletionTimestamp } = metadata;
  return {
    name: metadata.name,
    labels: others,
    ...(owner === undefined ? {} : { owner }),
    ...(typeof creationTimestamp === 'string'
      ? { createdAt: creationTimestamp }
      : {}),
    ...(typeof deletionTimestamp === 'string'
      ? { deletedAt: deletionTimestamp }
      : {}),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : 1;
}
