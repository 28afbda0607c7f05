import {
  InvalidInputError,
  parseCluster,
  parsePlatform,
  parseTenant,
  type Cluster,
  type Fleet,
  type Problem,
  type Result,
  type Tenant,
} from '@tenantry/model';
import { NotATenantryRepositoryError } from './errors';
import {
  clusterOfSource,
  clusterPath,
  platformPath,
  tenantOfSource,
  tenantPath,
} from './layout';
import { slices } from './slices';
import type { Tree } from './tree';

const parsePlatformOnce = once(parsePlatform);
const parseClusterOnce = once(parseCluster);
const parseTenantOnce = once(parseTenant);

export interface ReadFleet {
  readonly fleet: Fleet;
  /** Files that could not be understood, and are left out, and entries that are no files. */
  readonly problems: readonly Problem[];
}

/**
 * What a repository says at one commit. One tenant's broken file never hides the others.
 *
 * @throws NotATenantryRepositoryError without `platform.yaml`; InvalidInputError when that one is broken.
 */
export function readFleet(
  tree: Tree,
  repository = 'This repository',
): ReadFleet {
  const text = tree.read(platformPath);
  if (text === undefined) throw new NotATenantryRepositoryError(repository);
  const platform = parsePlatformOnce(platformPath, text);
  if (!platform.ok) throw new InvalidInputError(platform.problems);

  const clusters = readEach<Cluster>(
    tree,
    clusterOfSource,
    clusterPath,
    parseClusterOnce,
  );
  const tenants = readEach<Tenant>(
    tree,
    tenantOfSource,
    tenantPath,
    parseTenantOnce,
  );
  return {
    fleet: {
      platform: platform.value,
      clusters: clusters.values,
      tenants: tenants.values,
    },
    problems: [
      ...tree.ignored.map(({ path, reason }) => ({
        path: [],
        file: path,
        message: `is left out: ${reason}`,
      })),
      ...clusters.problems,
      ...tenants.problems,
    ],
  };
}

/**
 * As `readFleet`, for a process that others wait for as well: thousands of tenants take seconds to parse the first time,
 * and the thread is left in between. Rejects as `readFleet` throws.
 */
export async function readFleetInSlices(
  tree: Tree,
  repository?: string,
): Promise<ReadFleet> {
  const slice = slices();
  for (const file of tree.paths()) {
    if (slice.isOver()) await slice.rest();
    const text =
      tenantOfSource(file) === undefined ? undefined : tree.read(file);
    if (text !== undefined) parseTenantOnce(file, text);
  }
  return readFleet(tree, repository);
}

interface Named {
  readonly metadata: { readonly name: string };
}

function readEach<T extends Named>(
  tree: Tree,
  nameOf: (path: string) => string | undefined,
  pathOf: (name: string) => string,
  parse: Parse<T>,
): { values: T[]; problems: Problem[] } {
  const values: T[] = [];
  const problems: Problem[] = [];
  for (const file of tree.paths()) {
    const folder = nameOf(file);
    const text = folder === undefined ? undefined : tree.read(file);
    if (folder === undefined || text === undefined) continue;
    const parsed = parse(file, text);
    if (!parsed.ok) {
      problems.push(...parsed.problems);
    } else if (parsed.value.metadata.name !== folder) {
      const { name } = parsed.value.metadata;
      problems.push({
        path: ['metadata', 'name'],
        file,
        message: `the name is ${name}, but the file lies where ${folder} belongs; move it to ${pathOf(
          name,
        )}`,
        example: folder,
      });
    } else {
      values.push(parsed.value);
    }
  }
  return { values, problems };
}

type Parse<T> = (file: string, text: string) => Result<T>;

/** From one commit to the next nearly all files are equal: each text is parsed once. */
function once<T>(
  parse: (text: string, options: { file: string }) => Result<T>,
): Parse<T> {
  const latest = new Map<string, { text: string; result: Result<T> }>();
  return (file, text) => {
    const known = latest.get(file);
    if (known?.text === text) return known.result;
    const result = parse(text, { file });
    latest.set(file, { text, result });
    return result;
  };
}
