import type { Json, RenderedObject } from '@tenantry/controls';
import { isMap } from '@tenantry/controls';
import { compareQuantities } from '@tenantry/model';
import type { Finding } from '@tenantry/model';
import { tenantPath } from '../layout';
import { found } from './found';

/**
 * What a namespace uses now, by entry of its quotas, such as `limits.cpu`, as Kubernetes quantities. `undefined` where
 * nobody knows.
 */
export type LiveUse = (place: {
  readonly cluster: string;
  readonly namespace: string;
}) => Promise<Readonly<Record<string, string>> | undefined>;

/** Quotas that become smaller than what is in use. */
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
    const used = await use({ cluster, namespace });
    for (const [entry, hard] of smaller) {
      const now = used?.[entry];
      if (now === undefined || compareQuantities(now, hard) <= 0) continue;
      findings.push(
        ...found(
          'below-use',
          tenantPath(tenant),
          `gives ${namespace} on ${cluster} ${entry} ${hard}, and ${now} are in use`,
          { path: ['spec', 'size'] },
        ),
      );
    }
  }
  return findings;
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
