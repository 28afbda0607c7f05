import {
  platformFolder,
  projectsFolder,
  tenantsFolder,
} from '@tenantry/controls';
import { InvalidInputError } from '@tenantry/model';
import type { Problem, Tenant } from '@tenantry/model';
import { NotATenantryRepositoryError } from '../errors';
import { readFleet, type ReadFleet } from '../fleet';
import {
  clusterPath,
  isPlatformSource,
  platformPath,
  repositoryRoots,
  tenantFolder,
  tenantOfPath,
  tenantOfSource,
} from '../layout';
import {
  treeFromFiles,
  type Files,
  type IgnoredEntry,
  type Tree,
} from '../tree';
import type { LocalRepository } from './localRepository';
import { neighboursIn } from './neighbours';
import type { Scope } from './scope';

/** From how many tenants on everything is listed, instead of each place by its name. */
const many = 50;

/** As much of a commit as the change concerns. */
export interface State extends ReadFleet {
  readonly tree: Tree;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly broken?: undefined;
}

/** Why nothing of a commit can be understood. */
export interface Broken {
  readonly broken: readonly Problem[];
  readonly tree: Tree;
}

/**
 * Reads the sources of a commit, with everything of the tenants that are touched; where `withNeighbours`, also the sources of
 * those whom they could take something from.
 */
export async function readState(
  repository: LocalRepository,
  commit: string,
  { scope, withNeighbours }: { scope: Scope; withNeighbours: boolean },
): Promise<State | Broken> {
  if (scope.renderedFrom) return stateOf(await repository.tree(commit));
  const own = new Set(scope.tenants);
  const tree = await repository.tree(
    commit,
    own.size > many ? repositoryRoots : await rootsOf(repository, commit, own),
    path => {
      const tenant = tenantOfPath(path);
      return tenant === undefined
        ? scope.shared.length > 0 || isPlatformSource(path)
        : own.has(tenant);
    },
  );
  const alone = stateOf(tree);
  if (alone.broken || own.size === 0 || !withNeighbours) return alone;
  const sources = await repository.tree(
    commit,
    ['tenants'],
    path => tenantOfSource(path) !== undefined,
  );
  const neighbours = neighboursIn(sources, alone.fleet.tenants);
  // What they hold nobody can tell, and so nobody can tell what is free.
  const unread = sources.ignored.filter(
    ({ path }) => !own.has(tenantOfPath(path) ?? ''),
  );
  return stateOf(withMore(tree, neighbours, unread));
}

/** The few places in which files of some tenants, or of everybody, may be. */
async function rootsOf(
  repository: LocalRepository,
  commit: string,
  tenants: ReadonlySet<string>,
): Promise<string[]> {
  const clusters = await repository.folders(commit, 'clusters');
  return [
    platformPath,
    ...clusters.flatMap(cluster => [
      clusterPath(cluster),
      platformFolder(cluster),
      ...Array.from(tenants, name => `${tenantsFolder(cluster)}/${name}`),
    ]),
    ...Array.from(tenants, tenantFolder),
    ...(await repository.list(commit, 'argocd')).filter(
      path => path !== projectsFolder,
    ),
    ...(await repository.list(commit, projectsFolder)).filter(path => {
      const tenant = tenantOfPath(path);
      return tenant === undefined || tenants.has(tenant);
    }),
  ];
}

function withMore(
  tree: Tree,
  files: Files,
  ignored: readonly IgnoredEntry[],
): Tree {
  const own = tree.paths().map(path => [path, tree.read(path) ?? ''] as const);
  return treeFromFiles(new Map([...own, ...files]), {
    ...tree,
    ignored: [...tree.ignored, ...ignored],
  });
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
        broken: [{ path: [], file: platformPath, message: 'is missing' }],
      };
    if (error instanceof InvalidInputError)
      return { tree, broken: error.problems };
    throw error;
  }
}
