import type { Json, RenderedObject } from '@tenantry/controls';
import { isMap } from '@tenantry/controls';
import { compareQuantities } from '@tenantry/model';
import type { Finding } from '@tenantry/model';
import { tenantPath } from '../layout';
import { found } from './found';

/** What a namespace uses now, or why nobody can say. */
export type NamespaceUse =
  /** By entry of its quotas, such as `limits.cpu`, as Kubernetes quantities. */
  | { readonly used: Readonly<Record<string, string>> }
  /** In words that follow “because”. */
  | { readonly unknown: string };

/** Asks what a namespace uses. `undefined` where nobody looks at the cluster. */
export type LiveUse = (place: {
  readonly cluster: string;
  readonly namespace: string;
}) => Promise<NamespaceUse | undefined>;

/** Quotas that become smaller than what is in use, and a warning where that can't be found out. */
export async function useFindings(
  tenant: string,
  before: readonly RenderedObject[],
  after: readonly RenderedObject[],
  use: LiveUse,
): Promise<Finding[]> {
  const had = boundsOf(before);
  const findings: Finding[] = [];
  for (const [place, bounds] of boundsOf(after)) {
    const [cluster, namespace] = place.split('/');
    const smaller = Object.entries(bounds).filter(([entry, hard]) => {
      const old = had.get(place)?.[entry];
      return old === undefined || compareQuantities(hard, old) < 0;
    });
    if (smaller.length === 0) continue;
    const now = await use({ cluster, namespace });
    if (now && 'unknown' in now)
      findings.push({
        rule: 'below-use',
        level: 'warning',
        file: tenantPath(tenant),
        path: ['spec', 'size'],
        message: `makes the quota of ${namespace} on ${cluster} smaller, and what is in use can't be found out: ${now.unknown}`,
      });
    else
      findings.push(
        ...smaller.flatMap(([entry, hard]) =>
          aboveFindings(tenant, {
            place: `${namespace} on ${cluster}`,
            entry,
            hard,
            used: now?.used[entry],
          }),
        ),
      );
  }
  return findings;
}

function aboveFindings(
  tenant: string,
  bound: {
    readonly place: string;
    readonly entry: string;
    readonly hard: string;
    readonly used: string | undefined;
  },
): Finding[] {
  const { place, entry, hard, used } = bound;
  if (used === undefined || compareQuantities(used, hard) <= 0) return [];
  return found(
    'below-use',
    tenantPath(tenant),
    `gives ${place} ${entry} ${hard}, and ${used} are in use`,
    { path: ['spec', 'size'] },
  );
}

/** The bounds of all quotas of a namespace, the smallest of each entry, by `cluster/namespace`. */
function boundsOf(
  objects: readonly RenderedObject[],
): Map<string, Record<string, string>> {
  const bounds = new Map<string, Record<string, string>>();
  for (const { object, cluster } of objects) {
    const { namespace } = object.metadata;
    if (object.kind !== 'ResourceQuota' || !namespace) continue;
    const place = `${cluster}/${namespace}`;
    const known = bounds.get(place) ?? {};
    bounds.set(place, known);
    for (const [entry, hard] of Object.entries(hardOf(object.spec))) {
      const text = String(hard);
      if (
        known[entry] === undefined ||
        compareQuantities(text, known[entry]) < 0
      )
        known[entry] = text;
    }
  }
  return bounds;
}

function hardOf(spec: Json | undefined): Readonly<Record<string, unknown>> {
  return isMap(spec) && isMap(spec.hard) ? spec.hard : {};
}
