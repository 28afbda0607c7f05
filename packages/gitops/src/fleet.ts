import {
  InvalidInputError,
  parseCluster,
  parseExceptions,
  parsePlatform,
  parseTenant,
  type Cluster,
  type Exceptions,
  type Fleet,
  type Problem,
  type Result,
  type Tenant,
} from '@tenantry/model';
import { NotATenantryRepositoryError } from './errors';
import {
  clusterOfSource,
  clusterPath,
  exceptionsPath,
  platformPath,
  tenantOfExceptions,
  tenantOfSource,
  tenantPath,
} from './layout';
import { slices } from './slices';
import type { Tree } from './tree';

const parsePlatformOnce = once(parsePlatform);
const parseClusterOnce = once(parseCluster);
const parseTenantOnce = once(parseTenant);
const parseExceptionsOnce = once(parseExceptions);

export interface ReadFleet {
  readonly fleet: Fleet;
  /** Files that could not be understood, and are left out, and entries that are no files. */
  readonly problems: readonly Problem[];
}

/**
 * What a repository says at one commit. One tenant's broken file never hides the others. A tenant whose exceptions can't be
 * read is left out like one whose own file can't: it is neither without exceptions nor with them.
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
  const exceptions = readExceptions(tree);
  return {
    fleet: {
      platform: platform.value,
      clusters: clusters.values,
      tenants: tenants.values.filter(
        ({ metadata }) => !exceptions.unreadable.has(metadata.name),
      ),
      ...(exceptions.byTenant.size > 0
        ? { exceptions: exceptions.byTenant }
        : {}),
    },
    problems: [
      ...tree.ignored.map(({ path, reason }) => ({
        path: [],
        file: path,
        message: `is left out: ${reason}`,
      })),
      ...clusters.problems,
      ...tenants.problems,
      ...exceptions.problems,
    ],
  };
}

/** What is switched off, by tenant; and of whom nobody knows, because the file, or what stands in its place, can't be read. */
function readExceptions(tree: Tree): {
  readonly byTenant: NonNullable<Fleet['exceptions']>;
  readonly unreadable: ReadonlySet<string>;
  readonly problems: readonly Problem[];
} {
  const read = readEach<Exceptions>(
    tree,
    tenantOfExceptions,
    exceptionsPath,
    parseExceptionsOnce,
  );
  const byTenant = new Map(
    read.values.map(({ metadata, spec }) => [metadata.name, spec.exceptions]),
  );
  const there = [...tree.paths(), ...tree.ignored.map(({ path }) => path)];
  const unreadable = there
    .flatMap(path => tenantOfExceptions(path) ?? [])
    .filter(name => !byTenant.has(name));
  const ofNobody = [...byTenant.keys()].filter(
    name =>
      tree.read(tenantPath(name)) === undefined &&
      !tree.ignored.some(({ path }) => path === tenantPath(name)),
  );
  return {
    byTenant,
    unreadable: new Set(unreadable),
    problems: [
      ...read.problems,
      ...ofNobody.map(name => ({
        path: [],
        file: exceptionsPath(name),
        message: `there is no tenant ${name}; delete the file, or bring ${tenantPath(
          name,
        )} back`,
      })),
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
