import { stagesOf } from '@tenantry/cluster';
import {
  appProjectName,
  isMap,
  registry,
  renderPlatform,
  renderTenant,
} from '@tenantry/controls';
import type {
  Control,
  PartialObject,
  ProjectAttack,
  ProjectQuestion,
  Stage,
} from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { buildTools } from '../rig/build';
import { attacksOf } from './oracle';
import type { OracleResult } from './oracle';
import { problemOf } from './problemOf';

type Question = ProjectQuestion & { readonly project: string };

/** What Argo CD's own code says about AppProjects: yes or no for each question. See ../modules/argocd. */
export async function askArgo(
  projects: readonly PartialObject[],
  questions: readonly Question[],
): Promise<boolean[]> {
  const { argocd } = await buildTools(['argocd']);
  const child = spawn(argocd, ['says'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ projects, questions }));
  const answers: unknown = JSON.parse(await text(child.stdout));
  if (!Array.isArray(answers) || answers.length !== questions.length)
    throw new Error(`Argo CD answered ${JSON.stringify(answers)}`);
  return answers.map(Boolean);
}

/**
 * Every attack that Argo CD itself must refuse, on the AppProjects rendered for the fleet; then once more without each
 * field that decides something, which some attack must notice.
 */
export async function checkArgoAttacks(
  fleet: Fleet,
  controls: readonly Control[] = registry,
): Promise<OracleResult[]> {
  const projects = projectsOf(fleet);
  const trials = trialsOf(fleet, controls);
  const results = await askAll(projects, trials);
  // A part of the attacks may well miss a field.
  if (trials.length < trialsOf(fleet, registry).length) return results;
  for (const field of decidingFields(projects)) {
    const noticed = (await askAll(without(field, projects), trials)).some(
      ({ problem }) => problem,
    );
    results.push({
      control: 'app-project',
      row: '',
      title: `without ${field} in the AppProjects`,
      where: 'everywhere',
      ...problemOf(noticed ? [] : ['no attack notices']),
    });
  }
  return results;
}

interface Trial {
  readonly control: string;
  readonly attack: ProjectAttack;
  readonly stage: Stage;
}

function trialsOf(fleet: Fleet, controls: readonly Control[]): Trial[] {
  return fleet.clusters
    .flatMap(({ metadata }) => stagesOf(fleet, metadata.name))
    .flatMap(stage =>
      attacksOf('argo-cd', stage, controls).map(found => ({ ...found, stage })),
    );
}

async function askAll(
  projects: readonly PartialObject[],
  trials: readonly Trial[],
): Promise<OracleResult[]> {
  const questions = trials.flatMap(({ attack, stage }) =>
    [attack.attack(stage), attack.twin(stage)].map(question => ({
      ...question,
      project: question.project ?? projectOf(stage),
    })),
  );
  const answers = await askArgo(projects, questions);
  return trials.map(({ control, attack: { row, title }, stage }, index) => {
    const [attack, twin] = answers.slice(2 * index);
    const [attacked, innocent] = questions.slice(2 * index);
    const problems = [
      ...(attack ? [`Argo CD allows ${JSON.stringify(attacked)}`] : []),
      ...(twin ? [] : [`Argo CD refuses the twin ${JSON.stringify(innocent)}`]),
    ];
    return {
      control,
      row,
      title,
      where: stage.namespace,
      ...problemOf(problems),
    };
  });
}

function projectOf({ tenant }: Stage): string {
  return appProjectName(tenant.metadata.name);
}

function projectsOf(fleet: Fleet): PartialObject[] {
  return [
    ...fleet.tenants.map(tenant => renderTenant(tenant, fleet)),
    renderPlatform(fleet),
  ]
    .flatMap(({ objects }) => objects.map(({ object }) => object))
    .filter(({ kind }) => kind === 'AppProject');
}

/** What people read, and what only warns. */
const undecided = ['description', 'orphanedResources'];

function decidingFields(projects: readonly PartialObject[]): Set<string> {
  const fields = projects.flatMap(({ spec }) =>
    isMap(spec) ? Object.keys(spec) : [],
  );
  return new Set(fields.filter(field => !undecided.includes(field)));
}

function without(
  field: string,
  projects: readonly PartialObject[],
): PartialObject[] {
  return projects.map(project => {
    const { [field]: _, ...spec } = isMap(project.spec) ? project.spec : {};
    return { ...project, spec };
  });
}
