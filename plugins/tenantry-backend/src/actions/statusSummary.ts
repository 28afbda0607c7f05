import type {
  EnvironmentStatus,
  TenantStatus,
} from '@tenantry/backstage-plugin-tenantry-common';

const columns = ['declared', 'live', 'proved'] as const;

/** Controls of which one column is so for one reason. */
export interface Finding {
  readonly column: (typeof columns)[number];
  readonly reason: string;
  readonly controls: string[];
}

/** A tenant's page in the length of an answer: what doesn't hold, what nobody knows, and why. */
export function statusSummary({
  name,
  title,
  owner,
  phase,
  profile,
  size,
  pullRequest,
  environments,
  checkedAt,
  staleBecause,
}: TenantStatus) {
  return {
    name,
    title,
    owner,
    phase,
    profile,
    size,
    pullRequest: pullRequest && {
      number: pullRequest.number,
      title: pullRequest.title,
      url: pullRequest.url,
    },
    environments: environments.map(environmentSummary),
    checkedAt,
    staleBecause,
  };
}

function environmentSummary({ controls, ...environment }: EnvironmentStatus) {
  const { name, cluster, namespace, observed, profile, size } = environment;
  const available = controls.filter(
    ({ unavailable }) => unavailable === undefined,
  );
  return {
    name,
    cluster,
    namespace,
    observed,
    profile,
    size,
    controls: available.length,
    doesNotHold: findings(available, 'no'),
    unknown: findings(available, 'unknown'),
    notAvailable: controls.flatMap(({ control, unavailable: reason }) =>
      reason === undefined ? [] : [{ control, reason }],
    ),
  };
}

function findings(
  controls: EnvironmentStatus['controls'],
  state: 'no' | 'unknown',
): Finding[] {
  const found = new Map<string, Finding>();
  for (const column of columns)
    for (const { control, posture } of controls) {
      const verdict = posture[column];
      // Of what no cluster can answer, nobody here can find out more.
      if (verdict.state !== state || verdict.elsewhere) continue;
      const { reason } = verdict;
      const key = `${column} ${reason}`;
      const finding = found.get(key) ?? { column, reason, controls: [] };
      finding.controls.push(control);
      found.set(key, finding);
    }
  return [...found.values()];
}
