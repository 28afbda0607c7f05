import type { Finding, Problem, Tenant } from '@tenantry/model';
import { uncheckable } from '../claims';
import { sharedFiles, tenantFiles, tenantObjects } from '../files';
import {
  isBelowRoots,
  tenantOfExceptions,
  tenantOfPath,
  tenantPath,
} from '../layout';
import { concernedBy, readChange, tenantAt } from '../local/change';
import type { LocalRepository } from '../local/localRepository';
import type { Scope } from '../local/scope';
import type { Broken, State } from '../local/state';
import { tenantProblems } from '../local/tenantProblems';
import type { Tree } from '../tree';
import { authorFindings, type Author, type TenantStates } from './author';
import { entryFindings } from './entries';
import { exceptionFindings } from './exceptions';
import { asFindings, found } from './found';
import { neighbourFindings } from './others';
import { platformFieldFindings } from './platformFields';
import { renderedFindings } from './rendered';
import type { VerifyRuleName } from './rules';
import { strayFindings } from './strays';
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
  const { repository, base, head } = input;
  // First of all: git itself may read something else of them at each step that follows.
  const odd = (await repository.oddFolders(base, head)).flatMap(
    ({ path, reason }) => found('odd-folder', path, reason),
  );
  if (odd.length > 0) return { findings: odd, tenants: [], files: odd.length };
  const change = await readChange(repository, base, head);
  if (change.conflicts) {
    // Git may know that it conflicts, and name no path.
    const names: readonly (string | undefined)[] =
      change.conflicts.length > 0 ? change.conflicts : [undefined];
    const findings = names.flatMap(path =>
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
  const subjects = concernedBy(change).map(name => {
    const was = tenantAt(before, name);
    return {
      name,
      before: was,
      unknownBefore: was === undefined && hasSource(before.tree, name),
      after: tenantAt(after, name),
    };
  });
  const shared = sharedCheck(after, scope, touched);
  const findings = [
    ...entries,
    ...scopeFindings(scope, input.bulk ?? false),
    ...(input.author ? authorFindings(input.author, scope, subjects) : []),
    ...platformFieldFindings(subjects, {
      author: input.author,
      tree: after.tree,
    }),
    ...exceptionFindings(subjects, {
      before,
      after,
      author: input.author,
      today: input.today,
    }),
    ...sourceFindings(after, scope, entries),
    ...(shared?.findings ?? []),
  ];
  const expected = new Set(shared?.expected);
  const owners = new Set<string | undefined>(shared ? [undefined] : []);
  for (const [index, subject] of subjects.entries()) {
    const checked = await checkOne(subject, { input, before, after, touched });
    findings.push(...checked.findings);
    if (checked.expected) owners.add(subject.name);
    for (const path of checked.expected ?? []) expected.add(path);
    input.onProgress?.(index + 1, subjects.length);
  }
  // Who takes what another has is told so already.
  if (!findings.some(({ rule }) => rule === 'not-given'))
    findings.push(...neighbourFindings(subjects, after));
  findings.push(
    ...strayFindings({ tree: after.tree, changes: paths, expected, owners }),
  );
  return {
    findings,
    tenants: subjects.flatMap(({ name, after: tenant }) =>
      tenant ? [name] : [],
    ),
    files: paths.length,
  };
}

/** Whether a tenant has a file, readable or not. */
function hasSource({ read, ignored }: Tree, name: string): boolean {
  const file = tenantPath(name);
  return read(file) !== undefined || ignored.some(({ path }) => path === file);
}

/** What was found, and the paths of everything that is rendered; absent where nobody can tell. */
interface Checked {
  readonly findings: readonly Finding[];
  readonly expected?: Iterable<string>;
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

/**
 * What of the sources can't be read, among those that are touched.
 *
 * @param entries what is found of what they are, and says it.
 */
function sourceFindings(
  { problems, tree }: State,
  scope: Scope,
  entries: readonly Finding[],
): Finding[] {
  const touched = (file: string | undefined) =>
    scope.renderedFrom ||
    scope.shared.includes(file ?? '') ||
    scope.tenants.includes(tenantOfPath(file ?? '') ?? '');
  const left = new Set(tree.ignored.map(({ path }) => path));
  const told = new Set(entries.map(({ file }) => file));
  return problems
    .filter(({ file }) => touched(file))
    .flatMap(problem => {
      if (!left.has(problem.file ?? ''))
        return asFindings('broken-source', [problem]);
      return told.has(problem.file) ? [] : asFindings('unreadable', [problem]);
    });
}

function sharedCheck(
  { tree, fleet }: State,
  scope: Scope,
  touched: ReadonlySet<string>,
): Checked | undefined {
  if (!scope.shared.some(isBelowRoots)) return undefined;
  const files = sharedFiles(fleet);
  return {
    findings: renderedFindings(tree, undefined, files, touched),
    expected: files.keys(),
  };
}

interface Surroundings {
  readonly input: VerifyInput;
  readonly before: State | Broken;
  readonly after: State;
  /** Paths that the change touches. */
  readonly touched: ReadonlySet<string>;
}

async function checkOne(
  { name, before, after }: TenantStates,
  surroundings: Surroundings,
): Promise<Checked> {
  const { input, after: state, touched } = surroundings;
  const { tree, fleet } = state;
  const file = tenantPath(name);
  if (tree.read(file) === undefined) {
    const gone = surroundings.before.tree.read(file) !== undefined;
    return {
      findings: gone ? found('tenant-removed', file, 'is deleted') : [],
      expected: [],
    };
  }
  // It stands among the sources that can't be read.
  if (!after) return { findings: [] };

  // What the change itself breaks is told already.
  const elsewhere = state.problems.filter(
    problem => problem.file !== undefined && !touched.has(problem.file),
  );
  const refused = [
    ...tenantProblems(after, state, { today: input.today }),
    ...uncheckable(after, before, elsewhere).map(problem => ({
      ...problem,
      file,
    })),
  ].flatMap(problem => asFindings(ruleOf(problem), [problem]));
  const reused = before ? [] : await reuseFindings(name, input);
  if (refused.length > 0) return { findings: [...reused, ...refused] };

  const files = tenantFiles(after, fleet);
  const use =
    input.use && before && !surroundings.before.broken
      ? await useFindings(
          name,
          objectsOf(before, surroundings.before),
          objectsOf(after, state),
          input.use,
        )
      : [];
  return {
    findings: [
      ...reused,
      ...renderedFindings(tree, name, files, touched),
      ...use,
    ],
    expected: files.keys(),
  };
}

/** An exception whose day has passed is a matter of its own; everything else is asked for and not given. */
function ruleOf({ file, path }: Problem): VerifyRuleName {
  return tenantOfExceptions(file ?? '') !== undefined &&
    path.at(-1) === 'expires'
    ? 'exception-over'
    : 'not-given';
}

/** None where the base refers to something that is no longer on offer. */
function objectsOf(tenant: Tenant, state: State) {
  return tenantProblems(tenant, state).length > 0
    ? []
    : [...tenantObjects(tenant, state.fleet).values()];
}

async function reuseFindings(
  name: string,
  { repository, base }: VerifyInput,
): Promise<Finding[]> {
  const place = { path: ['metadata', 'name'] };
  const file = tenantPath(name);
  const commit = await repository.deletionOf(base, file);
  if (commit !== undefined)
    return found(
      'id-reused',
      file,
      `takes the name of a tenant that was removed by ${commit.slice(0, 12)}`,
      place,
    );
  return (await repository.isShallow())
    ? found(
        'id-reused',
        file,
        'nobody can tell whether a tenant had the name before: older commits are missing here; fetch all of them',
        place,
      )
    : [];
}
