import { InvalidInputError } from '@tenantry/model';
import type { Problem, Tenant } from '@tenantry/model';
import { NotATenantryRepositoryError } from '../errors';
import { readFleet, type ReadFleet } from '../fleet';
import { clusterPath, platformPath, tenantFolder, tenantPath } from '../layout';
import type { Tree } from '../tree';
import type { LocalRepository } from './localRepository';
import { neighboursOf } from './neighbours';
import type { Scope } from './scope';

/** From how many tenants on everything is read at once. */
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

/** Reads the sources of a commit, with everything rendered of the tenants that are touched, and those whom they could take something from. */
export async function readState(
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
        broken: [{ path: [], file: platformPath, message: 'is missing' }],
      };
    if (error instanceof InvalidInputError)
      return { tree, broken: error.problems };
    throw error;
  }
}
