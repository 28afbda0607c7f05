import { stringifyError } from '@backstage/errors';
import type { LiveClusters } from '@tenantry/controls';
import { namespaceName, type Tenant } from '@tenantry/model';
import type { ConnectedClusters } from '../clusters/connectedClusters';
import { tenantPosture } from '../status/tenantPosture';
import { judgeTenant } from './judgeTenant';
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
    try {
      const found = { phase: 'merged', tenant, snapshot } as const;
      const posture = tenantPosture(found, view, clusters);
      return judgeTenant(tenant, posture, judgedAt);
    } catch (error) {
      // One tenant that nobody can judge keeps nobody else from being judged.
      return { ...plain(tenant, judgedAt), problem: stringifyError(error) };
    }
  }
  const problem = unreadable.get(name);
  if (problem !== undefined) return unread(name, problem, judgedAt);
  const asked = requested.get(name);
  return asked && requestOf(asked, judgedAt);
}

function plain(
  { metadata, spec }: Tenant,
  judgedAt: string,
): Omit<JudgedTenant, 'problem'> {
  const { title, owner, profile, size } = spec;
  return {
    name: metadata.name,
    title,
    owner,
    profile,
    size,
    phase: 'merged',
    judgedAt,
    environments: [],
  };
}

/** Nobody knows more of it than its name. */
function unread(name: string, problem: string, judgedAt: string): JudgedTenant {
  return {
    name,
    title: name,
    owner: 'group:default/unknown',
    profile: '',
    size: '',
    phase: 'merged',
    problem,
    judgedAt,
    environments: [],
  };
}

/** Nothing is in force, so nothing of it counts. */
function requestOf(tenant: Tenant, judgedAt: string): JudgedTenant {
  const { spec, metadata } = tenant;
  return {
    ...plain(tenant, judgedAt),
    phase: 'requested',
    environments: spec.environments.map(environment => ({
      name: environment.name,
      cluster: environment.cluster,
      namespace: namespaceName(metadata.name, environment.name),
      profile: environment.profile ?? spec.profile,
      size: environment.size ?? spec.size,
      state: 'requested',
      rank: ranks.requested,
      letters: new Map(),
      controls: { holds: 0, drifts: 0, unknown: 0, unavailable: 0 },
      proved: 0,
    })),
  };
}
