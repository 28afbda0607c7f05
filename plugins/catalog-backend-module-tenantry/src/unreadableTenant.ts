import type { ResourceEntity } from '@backstage/catalog-model';
import {
  phaseLabel,
  tenantEntityType,
  unknownOwner,
} from '@tenantry/backstage-plugin-tenantry-common';
import type {
  RepositoryCoordinates,
  RepositorySnapshot,
} from '@tenantry/backstage-plugin-tenantry-node';
import { tenantOfAnySource, type Tree } from '@tenantry/gitops';
import {
  formatProblems,
  groupRefProblem,
  tenantNameProblem,
  type Problem,
} from '@tenantry/model';
import { folderLink, tenantAnnotations } from './tenantEntity';

/** A tenant whose file, or that of its exceptions, is on the main branch and can't be read. */
export interface UnreadableTenant {
  readonly name: string;
  /** What is wrong first. */
  readonly problem: Problem;
}

/** Folders that could not belong to a tenant by their name are left out. */
export function unreadableTenants({
  problems,
}: Pick<RepositorySnapshot, 'problems'>): UnreadableTenant[] {
  const first = new Map<string, Problem>();
  for (const problem of problems) {
    const name = tenantOfAnySource(problem.file);
    if (name === undefined || first.has(name)) continue;
    if (tenantNameProblem(name) === undefined) first.set(name, problem);
  }
  return Array.from(first, ([name, problem]) => ({ name, problem }));
}

/** What the catalog shows of such a tenant when it never saw it readable: it did not leave. */
export function unreadableTenantEntity(
  { name, problem }: UnreadableTenant,
  tree: Tree,
  coordinates: RepositoryCoordinates,
): ResourceEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      title: name,
      description: `Can't be read: ${formatProblems([problem])}`,
      labels: { [phaseLabel]: 'merged' },
      annotations: tenantAnnotations(name, coordinates),
      links: [folderLink(name, coordinates)],
    },
    spec: {
      type: tenantEntityType,
      owner: renderedOwner(tree, name) ?? unknownOwner,
    },
  };
}

const namespaceFile =
  /^clusters\/[^/]+\/tenants\/([^/]+)\/[^/]+\.namespace\.yaml$/;
const ownerLine = /^ +tenantry\.dev\/owner: *["']?([^\s"']+)["']? *$/m;

/** The owner as its rendered Namespaces still have it, which nobody writes by hand. */
function renderedOwner(tree: Tree, tenant: string): string | undefined {
  return tree
    .paths('clusters/')
    .filter(path => namespaceFile.exec(path)?.[1] === tenant)
    .map(path => ownerLine.exec(tree.read(path) ?? '')?.[1])
    .find(owner => owner !== undefined && !groupRefProblem(owner));
}
