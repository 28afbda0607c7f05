import { platformFolder } from '@tenantry/controls';
import { InvalidInputError } from '@tenantry/model';
import type { Fleet, Problem, Tenant } from '@tenantry/model';
import { changeSet, changesTo, type FileChange } from '../changes';
import { clusterFiles, platformFiles, tenantFiles } from '../files';
import { readFleet } from '../fleet';
import { isRenderedPath, tenantOfPath, tenantPath } from '../layout';
import { byCodeUnit, sortedFiles, type Files, type Tree } from '../tree';
import { tenantProblems } from './tenantProblems';

/** What is to be rendered; everything where nothing is named. */
export interface RenderSelection {
  readonly tenants?: readonly string[];
  /** The clusters' own files, and all files of tenants that are on one of them. */
  readonly clusters?: readonly string[];
}

export interface TreeRendering {
  /** What has to be written or deleted, sorted by path. */
  readonly changes: readonly FileChange[];
  /** Files that were rendered. */
  readonly files: number;
  /** Names of the tenants. */
  readonly tenants: readonly string[];
  /** Where there is one, nothing is to be written. */
  readonly problems: readonly Problem[];
}

/**
 * What has to change in a tree so that its rendered files are what its sources give.
 *
 * @throws NotATenantryRepositoryError; InvalidInputError when the platform can't be understood, or a name is none.
 */
export function renderTree(
  tree: Tree,
  selection: RenderSelection = {},
): TreeRendering {
  const { fleet, problems } = readFleet(tree);
  const chosen = choose(fleet, selection, tree);
  const names = new Set(chosen.tenants.map(({ metadata }) => metadata.name));
  const unreadable = problems.filter(({ file }) =>
    isChosen(file ?? '', names, selection),
  );
  const refused = chosen.tenants.flatMap(tenant =>
    tenantProblems(tenant, { fleet, tree }),
  );
  if (unreadable.length + refused.length > 0)
    return {
      changes: [],
      files: 0,
      tenants: [],
      problems: [...unreadable, ...refused],
    };
  const changes: FileChange[] = [];
  let files = 0;
  for (const tenant of chosen.tenants) {
    const rendered = withoutSource(tenantFiles(tenant, fleet), tenant);
    files += rendered.size;
    changes.push(...changeSet(tree, tenant.metadata.name, rendered));
  }
  for (const orphan of chosen.orphans)
    changes.push(...changeSet(tree, orphan, new Map()));
  for (const shared of chosen.shared) {
    files += shared.files.size;
    changes.push(
      ...changesTo(tree, shared.files, tree.paths().filter(shared.isInside)),
    );
  }
  return {
    changes: changes.sort((a, b) => byCodeUnit(a.path, b.path)),
    files,
    tenants: [...names],
    problems: [],
  };
}

/** What is rendered once, and the folder that holds nothing else. */
interface Shared {
  readonly files: Files;
  readonly isInside: (path: string) => boolean;
}

interface Chosen {
  readonly tenants: readonly Tenant[];
  readonly shared: readonly Shared[];
  /** Folders of rendered files that belong to no tenant any more. */
  readonly orphans: readonly string[];
}

function choose(
  fleet: Fleet,
  { tenants, clusters }: RenderSelection,
  tree: Tree,
): Chosen {
  const everything = !tenants && !clusters;
  assertKnown('tenant', tenants, fleet.tenants);
  assertKnown('cluster', clusters, fleet.clusters);
  const chosenClusters = fleet.clusters.filter(
    ({ metadata }) =>
      everything || (clusters?.includes(metadata.name) ?? false),
  );
  return {
    tenants: fleet.tenants.filter(({ metadata, spec }) =>
      everything
        ? true
        : (tenants?.includes(metadata.name) ?? true) &&
          (clusters === undefined ||
            spec.environments.some(({ cluster }) =>
              clusters.includes(cluster),
            )),
    ),
    shared: [
      ...(everything
        ? [
            {
              files: platformFiles(fleet),
              isInside: (path: string) => /^argocd\/[^/]+$/.test(path),
            },
          ]
        : []),
      ...(tenants
        ? []
        : chosenClusters.map(cluster => ({
            files: clusterFiles(cluster, fleet),
            isInside: (path: string) =>
              path.startsWith(`${platformFolder(cluster.metadata.name)}/`),
          }))),
    ],
    orphans: everything ? orphansIn(tree) : [],
  };
}

function orphansIn(tree: Tree): string[] {
  const owners = new Set(
    tree
      .paths()
      .filter(isRenderedPath)
      .flatMap(path => tenantOfPath(path) ?? []),
  );
  return [...owners].filter(
    owner =>
      tree.read(tenantPath(owner)) === undefined &&
      !tree.ignored.some(({ path }) => path === tenantPath(owner)),
  );
}

function assertKnown(
  what: string,
  names: readonly string[] | undefined,
  known: readonly { readonly metadata: { readonly name: string } }[],
): void {
  const there = new Set(known.map(({ metadata }) => metadata.name));
  const missing = names?.filter(name => !there.has(name)) ?? [];
  if (missing.length === 0) return;
  throw new InvalidInputError(
    missing.map(name => ({
      path: [],
      message: `there is no ${what} ${name} that can be read`,
    })),
  );
}

/** The source is a person's: its layout and comments stay. */
function withoutSource(files: Files, { metadata }: Tenant): Files {
  return sortedFiles(
    [...files].filter(([path]) => path !== tenantPath(metadata.name)),
  );
}

function isChosen(
  file: string,
  names: ReadonlySet<string>,
  { tenants, clusters }: RenderSelection,
): boolean {
  if (!tenants && !clusters) return true;
  const tenant = tenantOfPath(file);
  return tenant === undefined
    ? !tenants
    : names.has(tenant) || (tenants?.includes(tenant) ?? false);
}
