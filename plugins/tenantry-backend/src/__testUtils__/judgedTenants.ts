import type { Posture, Verdict } from '@tenantry/controls';
import { judgeEnvironment } from '../fleet/judgeEnvironment';
import { ranks, type JudgedTenant } from '../fleet/judged';
import type { EnvironmentPosture } from '@tenantry/gitops';

const at = '2026-11-26T08:00:00.000Z';

const yes: Verdict = { state: 'yes', reason: 'it is so', at };
const no: Verdict = { state: 'no', reason: 'somebody removed it', at };
const unknown: Verdict = { state: 'unknown', reason: 'nobody looked' };

/** The usual postures of a control. */
export const postures = {
  holds: { declared: yes, live: yes, proved: yes },
  unproved: { declared: yes, live: yes, proved: unknown },
  drifted: { declared: yes, live: no, proved: yes },
  admitted: { declared: yes, live: yes, proved: no },
  unwritten: { declared: no, live: yes, proved: yes },
  unseen: { declared: yes, live: unknown, proved: unknown },
} as const satisfies Record<string, Posture>;

export interface EnvironmentSketch {
  readonly name: string;
  readonly cluster: string;
  readonly profile?: string;
  /** By the control's id; `unavailable` where the cluster can't have it. */
  readonly controls: Readonly<
    Record<string, keyof typeof postures | 'unavailable'>
  >;
}

export interface TenantSketch {
  readonly name: string;
  readonly owner?: string;
  readonly phase?: 'requested' | 'merged';
  readonly judgedAt?: string;
  readonly environments: readonly EnvironmentSketch[];
}

/** A tenant as the fleet judges one, from a few words. */
export function judgedTenant({
  name,
  owner = `group:default/${name}`,
  phase = 'merged',
  judgedAt = '2026-11-26T09:00:00.000Z',
  environments,
}: TenantSketch): JudgedTenant {
  const judged = {
    name,
    title: name.toUpperCase(),
    owner,
    profile: 'hardened',
    size: 'small',
    phase,
    judgedAt,
    environments: environments.map(environment =>
      judgeEnvironment(postureOf(name, environment)),
    ),
  };
  return phase === 'merged' ? judged : requested(judged);
}

function requested(judged: JudgedTenant): JudgedTenant {
  return {
    ...judged,
    environments: judged.environments.map(environment => ({
      ...environment,
      state: 'requested',
      rank: ranks.requested,
      letters: new Map(),
      worst: undefined,
    })),
  };
}

function postureOf(
  tenant: string,
  { name, cluster, profile = 'hardened', controls }: EnvironmentSketch,
): EnvironmentPosture {
  const context = {
    environment: { name },
    cluster: { metadata: { name: cluster } },
    namespace: `${tenant}-${name}`,
    profile: { name: profile },
    size: { name: 'small' },
  };
  return {
    context: context as EnvironmentPosture['context'],
    controls: Object.entries(controls).map(([id, sketch]) => ({
      control: { id } as EnvironmentPosture['controls'][number]['control'],
      ...(sketch === 'unavailable'
        ? { posture: postures.unseen, unavailable: 'not here' }
        : { posture: postures[sketch] }),
    })),
  };
}
