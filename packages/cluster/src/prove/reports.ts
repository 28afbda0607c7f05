import {
  annotations,
  attacksTried,
  labels,
  managedBy,
} from '@tenantry/controls';
import type { JsonMap, PartialObject, ProofRecord } from '@tenantry/controls';
import type { AttemptResult, Verdict } from '../tryAttack';
import type { Proof } from './prove';

/** The two API groups of policy reports that tools read. */
export const reportKinds = [
  {
    apiVersion: 'wgpolicyk8s.io/v1alpha2',
    kind: 'PolicyReport',
    resource: 'policyreports',
  },
  {
    apiVersion: 'openreports.io/v1alpha1',
    kind: 'Report',
    resource: 'reports',
  },
] as const;

export type ReportKind = (typeof reportKinds)[number];

/** The one report of a namespace. */
export const reportName = 'tenantry-proof';

type Result = 'pass' | 'fail' | 'warn' | 'error' | 'skip';

/** From the worst to what says least. */
const severity: readonly Verdict[] = [
  'admitted',
  'misattributed',
  'undecidable',
  'refused',
  'skipped',
];

const resultOf: Readonly<Record<Verdict, Result>> = {
  admitted: 'fail',
  misattributed: 'warn',
  undecidable: 'error',
  refused: 'pass',
  skipped: 'skip',
};

/**
 * A proof as a standard report: one result an attack, as bad as its worst route. It carries the digest of the rules it was
 * made under, so that a proof of yesterday's rules isn't taken for one of today's.
 */
export function reportOf(
  { namespace, at, rules, results, elsewhere }: Proof,
  { apiVersion, kind }: ReportKind,
): PartialObject {
  const all = resultsOf({ at, results, elsewhere });
  const count = (wanted: Result) =>
    all.filter(({ result }) => result === wanted).length;
  return {
    apiVersion,
    kind,
    metadata: {
      name: reportName,
      namespace,
      labels: { [labels.managedBy]: managedBy },
      annotations: { [annotations.rules]: rules, [annotations.provedAt]: at },
    },
    ...(kind === 'Report' ? { source: managedBy } : {}),
    scope: { apiVersion: 'v1', kind: 'Namespace', name: namespace },
    summary: {
      pass: count('pass'),
      fail: count('fail'),
      warn: count('warn'),
      error: count('error'),
      skip: count('skip'),
    },
    results: all,
  };
}

/** What the report of a proof says of its controls, without writing it. */
export function proofRecordOf(proof: Proof): ProofRecord {
  return {
    at: proof.at,
    rules: proof.rules,
    controls: attacksTried(
      resultsOf(proof).map(({ policy, rule, result, message }) => ({
        control: policy,
        attack: rule,
        result,
        message,
      })),
    ),
  };
}

type ReportResult = JsonMap & {
  readonly policy: string;
  readonly rule: string;
  readonly result: Result;
  readonly message: string;
};

function resultsOf({
  at,
  results,
  elsewhere,
}: Pick<Proof, 'at' | 'results' | 'elsewhere'>): ReportResult[] {
  const timestamp = {
    seconds: Math.floor(new Date(at).getTime() / 1000),
    nanos: 0,
  };
  const tried = groups(results).map(group => resultOfAttack(group, timestamp));
  const untried = elsewhere.map(({ control, row, title, reason }) => ({
    policy: control,
    rule: `${row} ${title}`,
    result: 'skip' as const,
    message: reason,
    source: managedBy,
    timestamp,
  }));
  return [...tried, ...untried];
}

function groups(results: readonly AttemptResult[]): AttemptResult[][] {
  const byAttack = new Map<string, AttemptResult[]>();
  for (const result of results) {
    const key = `${result.control} ${result.row} ${result.title}`;
    byAttack.set(key, [...(byAttack.get(key) ?? []), result]);
  }
  return [...byAttack.values()];
}

function resultOfAttack(
  attempts: readonly AttemptResult[],
  timestamp: JsonMap,
): ReportResult {
  const [worst] = [...attempts].sort(
    (left, right) =>
      severity.indexOf(left.verdict) - severity.indexOf(right.verdict),
  );
  const tried = attempts.filter(({ verdict }) => verdict !== 'skipped');
  const refused = attempts.filter(({ verdict }) => verdict === 'refused');
  return {
    policy: worst.control,
    rule: `${worst.row} ${worst.title}`,
    result: resultOf[worst.verdict],
    ...(worst.verdict === 'admitted' ? { severity: 'high' } : {}),
    message: messageOf(worst, refused.length, tried.length),
    source: managedBy,
    timestamp,
    properties: {
      row: worst.row,
      routes: `${refused.length} of ${tried.length} refused`,
    },
  };
}

function messageOf(
  { verdict, route, actor, reason }: AttemptResult,
  refused: number,
  tried: number,
): string {
  switch (verdict) {
    case 'refused':
      return `refused by ${refused} of ${tried} routes, every twin admitted`;
    case 'admitted':
      return `admitted: ${route}, as ${actor}`;
    default:
      return `${route}, as ${actor}: ${reason ?? verdict}`;
  }
}
