import { driftWords } from '@tenantry/controls';
import type { FieldOwner, QuotaBar } from '@tenantry/controls';
import type {
  ControlFinding,
  EnvironmentComparison,
  RepositoryComparison,
} from '@tenantry/gitops';
import type { Problem } from '@tenantry/model';
import type { Answer } from '../answer';
import { counted } from './counted';
import type { Style } from './style';
import { problemsText } from './problems';

export interface Difference {
  readonly comparison: RepositoryComparison;
  /** Files that can't be read. */
  readonly problems: readonly Problem[];
  readonly clusters: readonly LookedAt[];
  readonly notLookedAt: NotLookedAt;
}

interface LookedAt {
  readonly name: string;
  readonly server: string;
  readonly argoCd: boolean;
}

export interface NotLookedAt {
  /** Names of clusters on which something is declared. */
  readonly clusters: readonly string[];
  /** Whether nobody looked where Argo CD runs. */
  readonly argoCd: boolean;
}

/** Declared against live. Fine is what was looked at and is as declared; what nobody knows is not. */
export function differenceAnswer(difference: Difference): Answer {
  const { comparison, clusters, notLookedAt } = difference;
  const problems = [...difference.problems, ...comparison.problems];
  const { drift, undeclared, unknown, environments } = comparison;
  const fine =
    drift.length + undeclared.length + unknown.length + problems.length === 0 &&
    environments.every(
      ({ findings, quota }) =>
        findings.length === 0 && quota.every(({ state }) => state === 'known'),
    );
  return {
    fine,
    json: () => ({
      fine,
      clusters,
      ...comparison,
      problems,
      notLookedAt,
    }),
    text: style =>
      [
        ...environments.map(environment => environmentText(environment, style)),
        ...section(
          style.bold('Objects that are not as declared'),
          drift.map(
            found =>
              `  ${found.cluster}  ${driftWords(found)}${ownerText(found.by)}`,
          ),
        ),
        ...section(
          style.bold('Objects with our label that nobody declares'),
          undeclared.map(({ cluster, object }) => `  ${cluster}  ${object}`),
        ),
        ...section(
          style.bold('Not known'),
          unknown.map(
            ({ cluster, kind, reason }) => `  ${cluster}  ${kind}: ${reason}`,
          ),
        ),
        ...(problems.length > 0 ? [problemsText(problems)] : []),
        summaryText(difference, fine, style),
      ].join('\n\n'),
  };
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [[title, ...lines].join('\n')] : [];
}

function environmentText(
  {
    tenant,
    environment,
    cluster,
    namespace,
    holds,
    partly,
    findings,
    observed,
    excepted,
    quota,
  }: EnvironmentComparison,
  style: Style,
): string {
  const marks = { no: style.red('no'), unknown: style.yellow('unknown') };
  const rest = partly > 0 ? `, ${partly} but for Argo CD's share` : '';
  return [
    `${style.bold(
      `${tenant} / ${environment}`,
    )} on ${cluster}, namespace ${namespace}: ${counted(holds, 'control')} ${
      holds === 1 ? 'holds' : 'hold'
    }${rest}`,
    ...(observed
      ? [
          `  ${style.yellow(
            `not isolated, observed until ${observed.until}`,
          )}: ${counted(observed.controls, 'control')} not in force`,
        ]
      : []),
    ...excepted.map(
      ({ control, reason }) =>
        `  ${style.yellow('not in force')}  ${control}: ${reason}`,
    ),
    ...alike(findings).map(
      ([{ column, state, reason }, controls]) =>
        `  ${marks[state]}  ${controls}${
          column === 'declared' ? ' (declared)' : ''
        }: ${reason}`,
    ),
    ...(quota.length > 0 ? [`  ${style.dim(quotaText(quota))}`] : []),
  ].join('\n');
}

const mostNamed = 3;

/** What is said of several controls is said once. */
function alike(
  findings: readonly ControlFinding[],
): (readonly [ControlFinding, string])[] {
  const groups = new Map<string, ControlFinding[]>();
  for (const finding of findings) {
    const key = `${finding.state} ${finding.column} ${finding.reason}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return Array.from(groups.values(), group => {
    const names = group.slice(0, mostNamed).map(({ control }) => control);
    const more = group.length - names.length;
    return [
      group[0],
      [...names, ...(more > 0 ? [`${more} more`] : [])].join(', '),
    ] as const;
  });
}

function quotaText(quota: readonly QuotaBar[]): string {
  const reasons = new Set(
    quota.map(bar => (bar.state === 'unknown' ? bar.reason : undefined)),
  );
  const [reason] = reasons;
  return reasons.size === 1 && reason !== undefined
    ? `use unknown: ${reason}`
    : quota.map(barText).join(', ');
}

function barText(bar: QuotaBar): string {
  if (bar.state === 'unknown') return `${bar.title} unknown: ${bar.reason}`;
  const { title, used, hard, fraction } = bar;
  return `${title} ${used} of ${hard} (${Math.floor(fraction * 100)} %)`;
}

function ownerText(by: FieldOwner | undefined): string {
  if (!by) return '';
  return `, last written by ${by.manager}${by.at ? ` at ${by.at}` : ''}`;
}

function summaryText(
  { comparison, clusters, notLookedAt }: Difference,
  fine: boolean,
  style: Style,
): string {
  const { drift, compared, environments, undeclared, unknown } = comparison;
  const where = clusters.map(({ name }) => name).join(', ');
  const looked = `${counted(compared, 'object')} on ${where}`;
  const findings = environments.flatMap(each => each.findings);
  const count = (state: 'no' | 'unknown') =>
    new Set(
      environments.flatMap(({ namespace, findings: own }) =>
        own
          .filter(finding => finding.state === state)
          .map(({ control }) => `${namespace} ${control}`),
      ),
    ).size;
  const said = [
    ...(drift.length > 0 ? [counted(drift.length, 'difference')] : []),
    ...(findings.some(({ state }) => state === 'no')
      ? [`${counted(count('no'), 'control')} not holding`]
      : []),
    ...(undeclared.length > 0
      ? [`${counted(undeclared.length, 'object')} of nobody`]
      : []),
    ...(unknown.length + count('unknown') > 0
      ? [
          `${counted(unknown.length, 'kind')} unreadable, ${counted(
            count('unknown'),
            'control',
          )} unknown`,
        ]
      : []),
  ];
  const left = [
    ...notLookedAt.clusters.map(
      name => `${name}, to which no kubeconfig leads`,
    ),
    ...(notLookedAt.argoCd
      ? ['what Argo CD’s cluster holds (name it with --argocd)']
      : []),
  ];
  return [
    fine
      ? style.green(`As declared: ${looked}.`)
      : `${style.red('Not as declared, or not known')}: ${[
          ...said,
          looked,
        ].join('; ')}.`,
    ...(findings.some(({ column }) => column === 'declared')
      ? [
          'The repository is not as rendered, so nothing of that is to be expected on a cluster: see `tenantry render`.',
        ]
      : []),
    ...(left.length > 0
      ? [style.yellow(`Not looked at: ${left.join('; ')}.`)]
      : []),
  ].join('\n');
}
