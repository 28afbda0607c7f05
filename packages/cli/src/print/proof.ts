import { proofRecordOf } from '@tenantry/cluster';
import type { AttemptResult, Proof } from '@tenantry/cluster';
import { controlsFor, proved } from '@tenantry/controls';
import type { Control, Stage, Verdict } from '@tenantry/controls';
import type { Answer } from '../answer';
import { lacksRights } from '../proving/proveCall';
import { attemptText, expectedText, saidText } from './attempts';
import { counted } from './counted';
import type { Style } from './style';
import { tableText } from './table';

/** One environment, and what came of proving it. */
export interface ProvedEnvironment {
  readonly stage: Stage;
  /** Absent where it could not be finished. */
  readonly proof?: Proof;
  readonly seconds: number;
  /** Kinds of the reports that were written; absent where none were to be. */
  readonly reports?: readonly string[];
  /** Why there is no proof, or no report. */
  readonly problem?: string;
}

interface ProofOptions {
  readonly controls: readonly Control[];
  /** How long a proof counts, days. */
  readonly validDays: number;
  readonly reports: boolean;
}

/** A control, as the page will show it once it has read the report. */
interface ControlProof extends Verdict {
  readonly control: string;
  readonly title: string;
}

interface Told {
  readonly environment: ProvedEnvironment;
  readonly controls: readonly ControlProof[];
  readonly failures: readonly AttemptResult[];
  readonly undecided: readonly AttemptResult[];
}

/** What was proved. Fine is an environment of which nothing failed and nothing stayed undecided. */
export function proofAnswer(
  environments: readonly ProvedEnvironment[],
  options: ProofOptions,
): Answer {
  const told = environments.map(environment => tell(environment, options));
  const fine = told.every(
    ({ environment, controls }) =>
      environment.problem === undefined &&
      controls.every(({ state, elsewhere }) => state === 'yes' || elsewhere),
  );
  return {
    fine,
    json: () => ({ fine, environments: told.map(jsonOf) }),
    text: style => textOf(told, fine, options, style),
  };
}

function tell(
  environment: ProvedEnvironment,
  { controls, validDays }: ProofOptions,
): Told {
  const { stage, proof } = environment;
  if (!proof) return { environment, controls: [], failures: [], undecided: [] };
  const record = proofRecordOf(proof);
  const of = (...verdicts: readonly AttemptResult['verdict'][]) =>
    proof.results.filter(({ verdict }) => verdicts.includes(verdict));
  return {
    environment,
    controls: controlsFor(stage, controls).map(control => ({
      control: control.id,
      title: control.title,
      ...proved(
        control,
        stage.cluster.metadata.name,
        { record, rules: proof.rules },
        { now: new Date(proof.at), validDays },
      ),
    })),
    failures: of('admitted', 'misattributed'),
    undecided: of('undecidable'),
  };
}

function placeOf({ stage }: ProvedEnvironment) {
  return {
    tenant: stage.tenant.metadata.name,
    environment: stage.environment.name,
    cluster: stage.cluster.metadata.name,
    namespace: stage.namespace,
  };
}

function jsonOf({ environment, controls, failures, undecided }: Told): unknown {
  const { proof, seconds, reports, problem } = environment;
  return {
    ...placeOf(environment),
    seconds,
    at: proof?.at,
    rules: proof?.rules,
    reports,
    problem,
    counts: countsOf(controls),
    controls,
    failures: failures.map(attemptJson),
    undecided: undecided.map(attemptJson),
  };
}

function attemptJson(attempt: AttemptResult): unknown {
  const { control, row, title, route, actor, verdict, request } = attempt;
  return {
    control,
    row,
    title,
    route,
    actor,
    verdict,
    expected: expectedText(attempt),
    said: saidText(attempt),
    reason: attempt.reason,
    request,
  };
}

function countsOf(controls: readonly ControlProof[]) {
  const count = (is: (control: ControlProof) => boolean) =>
    controls.filter(is).length;
  return {
    proved: count(({ state }) => state === 'yes'),
    failed: count(({ state }) => state === 'no'),
    undecided: count(
      ({ state, elsewhere }) => state === 'unknown' && !elsewhere,
    ),
    notTriedHere: count(({ elsewhere }) => elsewhere === true),
  };
}

function textOf(
  told: readonly Told[],
  fine: boolean,
  options: ProofOptions,
  style: Style,
): string {
  if (told.length === 0) return 'There is no environment to prove.';
  const rows = told.map(({ environment, controls }) => {
    const { tenant, environment: name, cluster } = placeOf(environment);
    const counts = countsOf(controls);
    const cells = environment.proof
      ? Object.values(counts).map(String)
      : ['-', '-', '-', '-'];
    return [
      `${tenant}/${name}`,
      cluster,
      ...cells,
      `${environment.seconds.toFixed(1)} s`,
    ];
  });
  const head = ['environment', 'cluster', 'proved', 'failed', 'undecided'];
  return [
    tableText([[...head, 'not tried here', 'took'], ...rows]),
    ...told.flatMap(each => findingsText(each, style)),
    conclusion(told, fine, options, style),
  ].join('\n\n');
}

function findingsText(
  { environment, controls, failures, undecided }: Told,
  style: Style,
): string[] {
  const { tenant, environment: name, cluster } = placeOf(environment);
  const lines = [
    ...(environment.problem === undefined
      ? []
      : [`  ${style.red('problem')}  ${environment.problem}`]),
    ...failures.map(attempt =>
      [
        `  ${style.red('failed')}  ${attempt.control}: ${attemptText(attempt)}`,
        `    expected ${expectedText(attempt)}`,
        `    the API server said: ${saidText(attempt)}`,
      ].join('\n'),
    ),
    ...controls
      .filter(({ state, elsewhere }) => state === 'unknown' && !elsewhere)
      .map(
        ({ control, reason }) =>
          `  ${style.yellow('undecided')}  ${control}: ${shortened(reason)}`,
      ),
    ...(undecided.some(({ reason = '' }) => lacksRights(reason))
      ? [
          `  Whoever proves may not be the actors: apply what \`tenantry prove --role\` prints, and bind it.`,
        ]
      : []),
  ];
  return lines.length > 0
    ? [[style.bold(`${tenant}/${name} on ${cluster}`), ...lines].join('\n')]
    : [];
}

function conclusion(
  told: readonly Told[],
  fine: boolean,
  { reports, controls }: ProofOptions,
  style: Style,
): string {
  const kinds = new Set(
    told.flatMap(({ environment }) => environment.reports ?? []),
  );
  const written = () => {
    if (!reports) return 'no reports were written';
    return kinds.size > 0
      ? `reports were written (${[...kinds].join(', ')})`
      : 'no reports were written: the cluster has neither kind of policy report';
  };
  const attempts = told
    .flatMap(({ environment }) => environment.proof?.results ?? [])
    .filter(({ verdict }) => verdict !== 'skipped').length;
  const what = `${counted(told.length, 'environment')}, ${counted(
    controls.length,
    'control',
  )}, ${counted(attempts, 'attempt')}; ${written()}`;
  return fine
    ? style.green(`Proved: ${what}.`)
    : `${style.red('Not proved')}: ${what}.`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}
