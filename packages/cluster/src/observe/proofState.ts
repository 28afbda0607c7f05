import type {
  KubernetesObject,
  LiveCluster,
  ObservedKind,
  ProofRecord,
  ProofState,
} from '@tenantry/controls';
import { annotations, attacksTried } from '@tenantry/controls';
import { z } from 'zod';
import { reportKinds, reportName } from '../prove/reports';
import { digestOf, policyKinds } from '../prove/rulesDigest';
import { resourceOf } from '../resources';

/** What must be followed to know what was proved. Reports are large, and a namespace has one or two. */
export const proofKinds: readonly ObservedKind[] = [
  ...policyKinds,
  ...reportKinds.map(({ apiVersion, kind }) => ({
    apiVersion,
    kind,
    kept: summaryOf,
  })),
];

const Report = z.object({
  metadata: z.object({
    annotations: z.object({
      [annotations.rules]: z.string(),
      [annotations.provedAt]: z.iso.datetime(),
    }),
  }),
  results: z.array(
    z.object({
      policy: z.string(),
      rule: z.string(),
      result: z.enum(['pass', 'fail', 'warn', 'error', 'skip']),
      message: z.string().default(''),
    }),
  ),
});

/** What is kept of a report: no proof of one that is malformed. */
const Kept = z.object({
  proof: z.object({
    at: z.string(),
    rules: z.string(),
    controls: z.record(
      z.string(),
      z.object({
        refused: z.number(),
        failed: z.string().optional(),
        undecided: z.string().optional(),
        first: z.string(),
      }),
    ),
  }),
});

/** What is known of the last proof of a namespace: the newest of the reports that the cluster holds. */
export function proofState(
  observer: LiveCluster,
  namespace: string,
): ProofState {
  const reasons: string[] = [];
  const records: ProofRecord[] = [];
  for (const { apiVersion, kind } of reportKinds) {
    const source = observer.source({ apiVersion, kind });
    if (source.state === 'unreadable') {
      if (!source.notServed)
        reasons.push(`${kind} objects can't be read: ${source.reason}`);
      continue;
    }
    const found = observer.find({
      apiVersion,
      kind,
      metadata: { name: reportName, namespace },
    });
    const report = found && Kept.safeParse(found);
    if (report?.success) records.push(report.data.proof);
    else if (report)
      reasons.push(`the ${kind} ${reportName} of ${namespace} is malformed`);
  }
  const [record] = records.sort((left, right) =>
    right.at.localeCompare(left.at),
  );
  const rules = installedRules(observer);
  return {
    ...(rules === undefined ? {} : { rules }),
    ...(record ? { record } : {}),
    ...(reasons.length > 0 ? { unreadable: reasons[0] } : {}),
  };
}

function summaryOf(report: KubernetesObject): KubernetesObject {
  const { apiVersion, kind } = report;
  const { name, namespace } = report.metadata;
  const read = Report.safeParse(report);
  const proof = read.success ? recordOf(read.data) : undefined;
  return { apiVersion, kind, metadata: { name, namespace }, proof };
}

function recordOf({
  metadata,
  results,
}: z.output<typeof Report>): z.output<typeof Kept>['proof'] {
  return {
    at: metadata.annotations[annotations.provedAt],
    rules: metadata.annotations[annotations.rules],
    controls: attacksTried(
      results.map(({ policy, rule, result, message }) => ({
        control: policy,
        attack: rule,
        result,
        message,
      })),
    ),
  };
}

/** Taken once a change of the policies, not for each namespace. */
const digests = new WeakMap<
  LiveCluster,
  { readonly of: readonly unknown[]; readonly digest: string }
>();

/** Digest of the policies in force; `undefined` where one kind of them can't be read. */
function installedRules(observer: LiveCluster): string | undefined {
  const sources = policyKinds.map(kind => observer.source(kind));
  const unknown = sources.some(
    source => source.state === 'unreadable' && !source.notServed,
  );
  if (unknown) return undefined;
  const policies = policyKinds.map(kind => observer.all(kind));
  const before = digests.get(observer);
  if (before?.of.every((list, index) => list === policies[index]))
    return before.digest;
  const digest = digestOf(
    policyKinds.map((kind, index) => [resourceOf(kind), policies[index]]),
  );
  digests.set(observer, { of: policies, digest });
  return digest;
}
