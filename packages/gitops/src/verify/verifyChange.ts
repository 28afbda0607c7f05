import { checkSatisfiable } from '@tenantry/controls';
import {
  checkTenant,
  InvalidInputError,
  locateProblems,
} from '@tenantry/model';
import type { Finding, Fleet, Tenant } from '@tenantry/model';
import { uncheckable } from '../claims';
import {
  clusterFiles,
  platformFiles,
  tenantFiles,
  tenantObjects,
} from '../files';
import { NotATenantryRepositoryError } from '../errors';
import { readFleet, type ReadFleet } from '../fleet';
import type { PathChange } from '../history';
import { clusterPath, platformPath, tenantFolder, tenantPath } from '../layout';
import type { LocalRepository } from '../local/localRepository';
import { sortedFiles, type Tree } from '../tree';
import { authorFindings, type Author } from './author';
import { entryFindings } from './entries';
import { asFindings, found } from './found';
import { neighboursOf } from './neighbours';
import { sharedRenderedFindings, tenantRenderedFindings } from './rendered';
import { scopeOf, type Scope } from './scope';
import { useFindings, type LiveUse } from './use';

export interface VerifyInput {
  readonly repository: LocalRepository;
  /** Ids of commits: the branch that the change goes to, and the change. */
  readonly base: string;
  readonly head: string;
  /** Year-month-day; when given, a tenant that has expired by then is refused. */
  readonly today?: string;
  /** Many tenants at once are meant. */
  readonly bulk?: boolean;
  /** Default: nobody knows, so the forge's own rules decide who may. */
  readonly author?: Author;
  /** Default: nobody knows. */
  readonly use?: LiveUse;
  /** How far it is, for a person who waits. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface Verification {
  /** Empty where nothing stands against the change. */
  readonly findings: readonly Finding[];
  /** Tenants that were rendered and compared. */
  readonly tenants: readonly string[];
  /** Files that the change touches. */
  readonly files: number;
}

/** From how many tenants on everything is read at once. */
const many = 50;

/**
 * The required check: whether a change of the repository, as it would be merged, is exactly what its sources give, and
 * takes nothing that belongs to somebody else. Reads commits, never a folder, and runs nothing of them. Costs what the
 * change touches; a change of the platform or of a cluster touches every tenant there.
 *
 * @throws UnrelatedHistoriesError
 */
export async function verifyChange(input: VerifyInput): Promise<Verification> {
  const { repository, base } = input;
  const merge = await repository.merge(base, input.head);
  if (merge.conflicts) {
    const findings = merge.conflicts.flatMap(path =>
      found(
        'merge-conflict',
        path,
        'conflicts with the branch that it goes to',
      ),
    );
    return { findings, tenants: [], files: merge.conflicts.length };
  }
  const changes = await repository.diff(base, merge.commit);
  const scope = scopeOf(changes);
  const before = await readState(repository, base, scope);
  const after = await readState(repository, merge.commit, scope);
  if (after.broken)
    return {
      findings: [...entryFindings(changes), ...after.broken],
      tenants: [],
      files: changes.length,
    };
  const concerned = scope.renderedFrom
    ? after.fleet.tenants.map(({ metadata }) => metadata.name)
    : scope.tenants;
  const subjects = concerned.map(name => ({
    name,
    before: tenantIn(before, name),
    after: tenantIn(after, name),
  }));
  const findings = [
    ...entryFindings(changes),
    ...scopeFindings(scope, input.bulk ?? false),
    ...(input.author ? authorFindings(input.author, scope, subjects) : []),
    ...sourceFindings(after, scope),
    ...sharedFindings(after, scope),
  ];
  for (const [index, subject] of subjects.entries()) {
    findings.push(
      ...(await tenantFindings(subject, { input, before, after, changes })),
    );
    input.onProgress?.(index + 1, subjects.length);
  }
  return {
    findings,
    tenants: subjects.flatMap(({ name, after: tenant }) =>
      tenant ? [name] : [],
    ),
    files: changes.length,
  };
}

/** As much of a commit as the change concerns. */
interface State extends ReadFleet {
  readonly tree: Tree;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly broken?: undefined;
}

/** Why nothing of a commit can be understood. */
interface Broken {
  readonly broken: readonly Finding[];
  readonly tree: Tree;
}

async function readState(
  repository: LocalRepository,
  commit: string,
  scope: Scope,
): Promise<State | Broken> {
  if (scope.renderedFrom || scope.tenants.length > many)
    return stateOf(await repository.tree(commit));
  const clusters = await repository.folders(commit, 'clusters');
  const projects =
    scope.tenants.length > 0
      ? await repository.list(commit, 'argocd/projects')
      : [];
  const own = new Set(scope.tenants);
  const roots = [
    platformPath,
    ...clusters.map(clusterPath),
    ...(scope.shared.length > 0
      ? [
          ...clusters.map(cluster => `clusters/${cluster}/platform`),
          ...(await repository.list(commit, 'argocd')).filter(
            path => path !== 'argocd/projects',
          ),
        ]
      : []),
    ...scope.tenants.flatMap(tenant => [
      tenantFolder(tenant),
      ...clusters.map(cluster => `clusters/${cluster}/tenants/${tenant}`),
    ]),
    ...projects.filter(path => own.has(projectOwner(path))),
  ];
  const alone = stateOf(await repository.tree(commit, roots));
  if (alone.broken || scope.tenants.length === 0) return alone;
  const neighbours = await neighboursOf(
    repository,
    commit,
    alone.fleet.tenants,
  );
  return stateOf(
    await repository.tree(commit, [...roots, ...neighbours.map(tenantPath)]),
  );
}

function projectOwner(path: string): string {
  return path.slice('argocd/projects/'.length).split('.')[0];
}

function stateOf(tree: Tree): State | Broken {
  try {
    const read = readFleet(tree);
    const tenants = new Map(
      read.fleet.tenants.map(tenant => [tenant.metadata.name, tenant]),
    );
    return { ...read, tree, tenants };
  } catch (error) {
    if (error instanceof NotATenantryRepositoryError)
      return {
        tree,
        broken: found('broken-source', platformPath, 'is missing'),
      };
    if (error instanceof InvalidInputError)
      return { tree, broken: asFindings('broken-source', error.problems) };
    throw error;
  }
}

/** Of a base that nobody can read, nothing is known: a change may be what repairs it. */
function tenantIn(state: State | Broken, name: string): Tenant | undefined {
  return state.broken ? undefined : state.tenants.get(name);
}

function scopeFindings({ tenants, shared }: Scope, bulk: boolean): Finding[] {
  if (tenants.length === 0) return [];
  const several =
    tenants.length > 1 && !bulk
      ? tenants
          .slice(1)
          .flatMap(tenant =>
            found(
              'several-tenants',
              tenantPath(tenant),
              `is a second tenant beside ${tenants[0]}`,
            ),
          )
      : [];
  const foreign = bulk
    ? []
    : shared.flatMap(path =>
        found(
          'foreign-file',
          path,
          `is no file of the tenant ${tenants[0]}, which this change is about`,
        ),
      );
  return [...several, ...foreign];
}

/** What of the sources can't be read, among those that are touched. */
function sourceFindings({ problems, tree }: State, scope: Scope): Finding[] {
  const touched = (file: string | undefined) =>
    scope.renderedFrom ||
    scope.shared.includes(file ?? '') ||
    scope.tenants.some(tenant => file?.startsWith(`${tenantFolder(tenant)}/`));
  const left = new Set(tree.ignored.map(({ path }) => path));
  return (
    problems
      .filter(({ file }) => touched(file))
      // Links and submodules are told where all entries are looked at.
      .filter(
        ({ file, message }) =>
          !left.has(file ?? '') || !/symbolic link|submodule/.test(message),
      )
      .flatMap(problem =>
        asFindings(
          left.has(problem.file ?? '') ? 'unreadable' : 'broken-source',
          [problem],
        ),
      )
  );
}

function sharedFindings({ tree, fleet }: State, scope: Scope): Finding[] {
  const concerned = scope.shared.some(path =>
    /^(platform\.yaml$|clusters\/|argocd\/)/.test(path),
  );
  return concerned ? sharedRenderedFindings(tree, sharedFiles(fleet)) : [];
}

function sharedFiles(fleet: Fleet) {
  return sortedFiles([
    ...platformFiles(fleet),
    ...fleet.clusters.flatMap(cluster => [...clusterFiles(cluster, fleet)]),
  ]);
}

interface Surroundings {
  readonly input: VerifyInput;
  readonly before: State | Broken;
  readonly after: State;
  readonly changes: readonly PathChange[];
}

async function tenantFindings(
  { name, before, after }: { name: string; before?: Tenant; after?: Tenant },
  surroundings: Surroundings,
): Promise<Finding[]> {
  const { input, after: state } = surroundings;
  const { tree, fleet } = state;
  const source = tree.read(tenantPath(name));
  if (source === undefined) {
    return [
      ...(surroundings.before.tree.read(tenantPath(name)) === undefined
        ? []
        : found('tenant-removed', tenantPath(name), 'is deleted')),
      ...tenantRenderedFindings(tree, name, new Map()),
    ];
  }
  // It stands among the sources that can't be read.
  if (!after) return [];

  const problems = [
    ...checkTenant(after, fleet, { today: input.today }),
    ...checkSatisfiable(after, fleet),
    ...uncheckable(
      after,
      before,
      state.problems.filter(({ file }) => file !== tenantPath(name)),
    ),
  ];
  const refused = asFindings(
    'not-given',
    locateProblems(problems, source, { file: tenantPath(name) }),
  );
  const reused = before ? [] : await reuseFindings(name, input);
  if (refused.length > 0) return [...reused, ...refused];

  const use =
    input.use && before && !surroundings.before.broken
      ? await useFindings(
          name,
          objectsOf(before, surroundings.before.fleet),
          objectsOf(after, fleet),
          input.use,
        )
      : [];
  return [
    ...reused,
    ...tenantRenderedFindings(tree, name, tenantFiles(after, fleet)),
    ...use,
  ];
}

/** None where the base refers to something that is no longer on offer. */
function objectsOf(tenant: Tenant, fleet: Fleet) {
  const broken =
    checkTenant(tenant, fleet).length + checkSatisfiable(tenant, fleet).length;
  return broken > 0 ? [] : [...tenantObjects(tenant, fleet).values()];
}

async function reuseFindings(
  name: string,
  { repository, base }: VerifyInput,
): Promise<Finding[]> {
  const commit = await repository.deletionOf(base, tenantPath(name));
  return commit === undefined
    ? []
    : found(
        'id-reused',
        tenantPath(name),
        `takes the name of a tenant that was removed by ${commit.slice(0, 12)}`,
        { path: ['metadata', 'name'] },
      );
}
