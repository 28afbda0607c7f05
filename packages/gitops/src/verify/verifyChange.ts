import { checkSatisfiable } from '@tenantry/controls';
import { checkTenant } from '@tenantry/model';
import type { Finding, Fleet, Tenant } from '@tenantry/model';
import { uncheckable } from '../claims';
import {
  clusterFiles,
  platformFiles,
  tenantFiles,
  tenantObjects,
} from '../files';
import { tenantFolder, tenantPath } from '../layout';
import { concernedBy, readChange, tenantAt } from '../local/change';
import type { LocalRepository } from '../local/localRepository';
import type { Scope } from '../local/scope';
import type { Broken, State } from '../local/state';
import { tenantProblems } from '../local/tenantProblems';
import { sortedFiles } from '../tree';
import { authorFindings, type Author } from './author';
import { entryFindings } from './entries';
import { asFindings, found } from './found';
import { platformFieldFindings } from './platformFields';
import { sharedRenderedFindings, tenantRenderedFindings } from './rendered';
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

/**
 * The required check: whether a change of the repository, as it would be merged, is exactly what its sources give, and
 * takes nothing that belongs to somebody else. Reads commits, never a folder, and runs nothing of them. Costs what the
 * change touches; a change of the platform or of a cluster touches every tenant there.
 *
 * @throws UnrelatedHistoriesError
 */
export async function verifyChange(input: VerifyInput): Promise<Verification> {
  const change = await readChange(input.repository, input.base, input.head);
  if (change.conflicts) {
    const findings = change.conflicts.flatMap(path =>
      found(
        'merge-conflict',
        path,
        'conflicts with the branch that it goes to',
      ),
    );
    return { findings, tenants: [], files: change.conflicts.length };
  }
  const { scope, paths, before, after } = change;
  const entries = entryFindings(paths);
  const touched = new Set(paths.map(({ path }) => path));
  if (after.broken) {
    const broken = asFindings('broken-source', after.broken);
    return {
      findings: [...entries, ...broken],
      tenants: [],
      files: paths.length,
    };
  }
  const subjects = concernedBy(change).map(name => ({
    name,
    before: tenantAt(before, name),
    after: tenantAt(after, name),
  }));
  const findings = [
    ...entries,
    ...scopeFindings(scope, input.bulk ?? false),
    ...(input.author ? authorFindings(input.author, scope, subjects) : []),
    ...platformFieldFindings(subjects, {
      author: input.author,
      tree: after.tree,
    }),
    ...sourceFindings(after, scope),
    ...sharedFindings(after, scope, touched),
  ];
  for (const [index, subject] of subjects.entries()) {
    const own = await tenantFindings(subject, {
      input,
      before,
      after,
      touched,
    });
    findings.push(...own);
    input.onProgress?.(index + 1, subjects.length);
  }
  return {
    findings,
    tenants: subjects.flatMap(({ name, after: tenant }) =>
      tenant ? [name] : [],
    ),
    files: paths.length,
  };
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

function sharedFindings(
  { tree, fleet }: State,
  scope: Scope,
  touched: ReadonlySet<string>,
): Finding[] {
  const concerned = scope.shared.some(path =>
    /^(platform\.yaml$|clusters\/|argocd\/)/.test(path),
  );
  return concerned
    ? sharedRenderedFindings(tree, sharedFiles(fleet), touched)
    : [];
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
  /** Paths that the change touches. */
  readonly touched: ReadonlySet<string>;
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
      ...tenantRenderedFindings(tree, name, new Map(), surroundings.touched),
    ];
  }
  // It stands among the sources that can't be read.
  if (!after) return [];

  const file = tenantPath(name);
  const elsewhere = state.problems.filter(problem => problem.file !== file);
  const refused = asFindings('not-given', [
    ...tenantProblems(after, state, { today: input.today }),
    ...uncheckable(after, before, elsewhere).map(problem => ({
      ...problem,
      file,
    })),
  ]);
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
    ...tenantRenderedFindings(
      tree,
      name,
      tenantFiles(after, fleet),
      surroundings.touched,
    ),
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
