import type {
  Control,
  EnvironmentContext,
  TenantContext,
  Withheld,
} from '../control';
import { registry } from '../registry';
import { contributedParts } from './contributedParts';
import { contributesNothing } from './declared';
import type { Comparison } from './compareLive';
import { driftOf } from './drift';
import { driftWords } from './driftWords';
import type { Held } from './held';
import type { KindOfObject, LiveCluster } from './liveCluster';
import { ifInForce } from './ifInForce';
import type { Placed } from './placed';
import type { Drift, LiveVerdict } from './posture';
import { readable } from './readable';
import { rightKinds } from './withheld';

/** Why nothing is known about clusters. */
export const noCluster = 'no cluster connected';

const holds = 'the cluster holds it';

/**
 * Whether the clusters hold everything that a control contributes for one environment, in every scope. One source that
 * can't be read makes `unknown`, unless another one shows already that it doesn't hold.
 *
 * @param held of which controls it is known already that all their objects are as declared; it changes no verdict.
 */
export function live(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  comparison: Comparison,
  held: Held = new Map(),
): LiveVerdict {
  const { clusters, argoCd } = comparison.clusters;
  if (clusters.size === 0 && !argoCd)
    return { state: 'unknown', reason: noCluster };
  return ifInForce(
    onClusters(control, context, tenant, comparison, held),
    control,
    context,
  );
}

function onClusters(
  control: Control,
  context: EnvironmentContext,
  tenant: TenantContext,
  comparison: Comparison,
  held: Held,
): LiveVerdict {
  const { withholds = [] } = control;
  const at = held.get(control.id);
  const onParts =
    at === undefined
      ? contributedParts(control, context, tenant, registry).map(part =>
          verdictOn(part, comparison),
        )
      : [{ state: 'yes' as const, reason: holds, at }];
  const verdicts = [
    ...onParts,
    ...(withholds.length > 0
      ? [verdictOnRights(withholds, context.cluster.metadata.name, comparison)]
      : []),
  ];
  return verdicts.length === 0
    ? { state: 'unknown', reason: contributesNothing }
    : worst(verdicts);
}

function verdictOn(part: Placed, comparison: Comparison) {
  const { cluster: name, object } = part;
  return withSource(name, [object], comparison, cluster => {
    const drift = driftOf(part, comparison.differencesOf(part, cluster));
    return { drift, reason: reasonOf(drift) };
  });
}

function verdictOnRights(
  withholds: readonly Withheld[],
  name: string,
  comparison: Comparison,
) {
  return withSource(name, rightKinds, comparison, cluster => ({
    reason: comparison.givenOn(cluster, withholds),
  }));
}

/** What there is to say against it, if the cluster and all the kinds can be read. */
function withSource(
  name: string | undefined,
  kinds: readonly KindOfObject[],
  { clusters }: Comparison,
  judge: (cluster: LiveCluster) => {
    readonly reason?: string;
    readonly drift?: readonly Drift[];
  },
): LiveVerdict {
  const source = readable(name, kinds, clusters);
  if ('reason' in source) return { state: 'unknown', ...source };
  const { cluster, at } = source;
  const { reason, drift } = judge(cluster);
  if (reason === undefined) return { state: 'yes', reason: holds, at };
  return { state: 'no', reason, at, ...(drift ? { drift } : {}) };
}

function reasonOf(drift: readonly Drift[]): string | undefined {
  const [first, ...others] = drift;
  if (!first) return undefined;
  const who = first.by ? `, last written by ${first.by.manager}` : '';
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return `${driftWords(first)}${who}${more}`;
}

const worstFirst = ['no', 'unknown', 'yes'] as const;

/** The worst verdict, with the drift of all, as old as the oldest among its equals. */
function worst(verdicts: readonly LiveVerdict[]): LiveVerdict {
  const state = worstFirst.find(candidate =>
    verdicts.some(verdict => verdict.state === candidate),
  );
  const equals = verdicts.filter(verdict => verdict.state === state);
  const drift = equals.flatMap(verdict => verdict.drift ?? []);
  const [at] = equals.flatMap(verdict => verdict.at ?? []).sort();
  return {
    ...equals[0],
    ...(at === undefined ? {} : { at }),
    ...(drift.length > 0
      ? { drift, reason: reasonOf(drift) ?? equals[0].reason }
      : {}),
  };
}
