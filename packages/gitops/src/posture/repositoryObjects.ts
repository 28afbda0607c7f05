import {
  expectedObject,
  indexObjects,
  keyOf,
  UnsatisfiableError,
  type ExpectedObject,
  type ObjectIndex,
} from '@tenantry/controls';
import { sharedObjects, tenantObjects, type ObjectsByPath } from '../files';
import type { Tree } from '../tree';
import type { Fleet, Tenant } from '@tenantry/model';
import { declaredObjects } from './declaredObjects';
import { unexpectedPaths } from './unexpectedPaths';

/** A repository at one commit, as far as it is judged. */
export interface RepositoryState {
  readonly tree: Tree;
  readonly fleet: Fleet;
}

/** What a repository holds of some objects, beside what rendering gives for the same files now. */
interface RepositoryObjects {
  readonly objects: ObjectIndex;
  readonly rendered: ObjectIndex;
  readonly expected: readonly ExpectedObject[];
}

/** What is common to all tenants is rendered once a commit. */
const shared = new WeakMap<Tree, RepositoryObjects>();

/**
 * Of one tenant: its own objects, and those of its clusters and of Argo CD. Where the tenant can't be rendered, nothing is
 * expected, and each contribution is to be compared on its own.
 */
export function repositoryObjects(
  { tree, fleet }: RepositoryState,
  tenant: Tenant,
): RepositoryObjects & {
  /** The tenant's alone. */
  readonly own: ObjectIndex;
  readonly unexpected: readonly string[];
} {
  const common =
    shared.get(tree) ?? compareFiles(tree, undefined, sharedObjects(fleet));
  shared.set(tree, common);
  const { name } = tenant.metadata;
  const rendered = renderedOwn(tenant, fleet);
  const own = compareFiles(tree, name, rendered ?? new Map());
  // A file in the tenant's folder may say something of an object that isn't its own.
  const alsoCommon = common.expected.map(object =>
    own.objects.has(keyOf(object)) ? expectedObject(object, undefined) : object,
  );
  return {
    objects: new Map([...common.objects, ...own.objects]),
    own: own.objects,
    rendered: new Map([...common.rendered, ...own.rendered]),
    expected: rendered ? [...own.expected, ...alsoCommon] : [],
    unexpected: unexpectedPaths(name, tree, rendered),
  };
}

function compareFiles(
  tree: Tree,
  tenant: string | undefined,
  rendered: ObjectsByPath,
): RepositoryObjects {
  const objects = declaredObjects(tree, tenant, rendered);
  return {
    objects,
    rendered: indexObjects([...rendered.values()]),
    expected: Array.from(rendered, ([path, item]) =>
      expectedObject(
        item,
        objects.get(keyOf(item)) === item.object ? tree.read(path) : undefined,
      ),
    ),
  };
}

function renderedOwn(tenant: Tenant, fleet: Fleet): ObjectsByPath | undefined {
  try {
    return tenantObjects(tenant, fleet);
  } catch (error) {
    if (error instanceof UnsatisfiableError) return undefined;
    throw error;
  }
}
