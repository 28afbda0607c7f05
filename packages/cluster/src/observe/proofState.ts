import type { ProofRecord, ProofState } from '@tenantry/controls';
import { annotations } from '@tenantry/controls';
import { z } from 'zod';
import { reportKinds, reportName } from '../prove/reports';
import { digestOf, policyKinds } from '../prove/rulesDigest';
import { resourceOf } from '../resources';
import type { ClusterObserver } from './observeCluster';

/** What must be followed to know what was proved. */
export const proofKinds = [
  ...policyKinds,
  ...reportKinds.map(({ apiVersion, kind }) => ({ apiVersion, kind })),
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

/** What is known of the last proof of a namespace: the newest of the reports that the cluster holds. */
export function proofState(
  observer: ClusterObserver,
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
    const report = found && Report.safeParse(found);
    if (report?.success) records.push(recordOf(report.data));
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

function recordOf({ metadata, results }: z.output<typeof Report>): ProofRecord {
  return {
    at: metadata.annotations[annotations.provedAt],
    rules: metadata.annotations[annotations.rules],
    results: results.map(({ policy, rule, result, message }) => ({
      control: policy,
      attack: rule,
      result,
      message,
    })),
  };
}

/** Digest of the policies in force; `undefined` where one kind of them can't be read. */
function installedRules(observer: ClusterObserver): string | undefined {
  const sources = policyKinds.map(kind => observer.source(kind));
  const unknown = sources.some(
    source => source.state === 'unreadable' && !source.notServed,
  );
  return unknown
    ? undefined
    : digestOf(policyKinds.map(kind => [resourceOf(kind), observer.all(kind)]));
}
