import { stringifyError } from '@backstage/errors';
import type { LiveClusters } from '@tenantry/controls';
import { namespaceOf, type Tenant } from '@tenantry/model';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { tenantFacts, unreadableFacts } from '../status/tenantFacts';
import { tenantPosture } from '../status/tenantPosture';
import { judgeEnvironment } from './judgeEnvironment';
import { ranks, type JudgedTenant } from './judged';
import type { Subjects } from './subjects';

/** Judges one tenant as things are now; `undefined` where there is no such tenant any more. */
export function judge(
  name: string,
  { snapshot, merged, unreadable, requested }: Subjects,
  view: LiveClusters,
  clusters: Pick<ConnectedClusters, 'proofOf'>,
): JudgedTenant | undefined {
  const judgedAt = new Date().toISOString();
  const tenant = merged.get(name);
  if (tenant) {
    const facts = {
      ...tenantFacts(tenant),
      phase: 'merged',
      judgedAt,
    } as const;
    try {
      const found = { phase: 'merged', tenant, snapshot } as const;
      const postures = tenantPosture(found, view, clusters);
      return {
        ...facts,
        environments: postures.map(each => judgeEnvironment(each)),
      };
    } catch (error) {
      // One tenant that nobody can judge keeps nobody else from being judged.
      return { ...facts, environments: [], problem: stringifyError(error) };
    }
  }
  const problem = unreadable.get(name);
  if (problem !== undefined)
    return {
      ...unreadableFacts(name),
      phase: 'merged',
      problem,
      judgedAt,
      environments: [],
    };
  const asked = requested.get(name);
  return (
    asked && {
      ...tenantFacts(asked),
      phase: 'requested',
      judgedAt,
      environments: requestedEnvironments(asked),
    }
  );
}

/** Nothing is in force, so nothing of them counts. */
function requestedEnvironments({
  spec,
  metadata,
}: Tenant): JudgedTenant['environments'] {
  return spec.environments.map(environment => ({
    name: environment.name,
    cluster: environment.cluster,
    namespace: namespaceOf(metadata.name, environment),
    profile: environment.profile ?? spec.profile,
    size: environment.size ?? spec.size,
    state: 'requested',
    rank: ranks.requested,
    letters: new Map(),
    controls: { holds: 0, drifts: 0, unknown: 0, unavailable: 0 },
    proved: 0,
  }));
}
