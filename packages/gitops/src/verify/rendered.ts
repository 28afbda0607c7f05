import type { Finding } from '@tenantry/model';
import { generator, lockGenerator } from '../lock';
import { isRenderedPath, lockPath, tenantOfPath, tenantPath } from '../layout';
import { pathsByTenant } from '../pathsByTenant';
import type { Files, Tree } from '../tree';
import { found } from './found';

/** How a tenant's rendered files differ from what its source gives, byte for byte. */
export function tenantRenderedFindings(
  tree: Tree,
  tenant: string,
  rendered: Files,
  touched: ReadonlySet<string>,
): Finding[] {
  const source = tenantPath(tenant);
  const expected = new Map(rendered);
  // A person's own layout and comments: it is the source, and says the same.
  expected.delete(source);
  const made = lockGenerator(tree.read(lockPath(tenant)));
  const hint =
    made === undefined || made === generator
      ? ''
      : ` (it was rendered by ${made}, this is ${generator})`;
  return renderedFindings({
    tree,
    expected,
    paths: (pathsByTenant(tree).get(tenant) ?? []).filter(
      path => path === lockPath(tenant) || !path.startsWith('tenants/'),
    ),
    source,
    hint,
    touched,
  });
}

/** How what is rendered once, for clusters and for Argo CD, differs from what the platform's sources give. */
export function sharedRenderedFindings(
  tree: Tree,
  rendered: Files,
  touched: ReadonlySet<string>,
): Finding[] {
  return renderedFindings({
    tree,
    expected: rendered,
    paths: tree
      .paths()
      .filter(path => tenantOfPath(path) === undefined && isShared(path)),
    source: 'platform.yaml',
    hint: '',
    touched,
  });
}

function isShared(path: string): boolean {
  return /^(argocd\/|clusters\/[^/]+\/platform\/)/.test(path);
}

interface Comparison {
  readonly tree: Tree;
  readonly expected: Files;
  /** Where nothing but rendered files may be. */
  readonly paths: readonly string[];
  /** What the files are rendered from. */
  readonly source: string;
  readonly hint: string;
  /** Paths that the change itself touches. */
  readonly touched: ReadonlySet<string>;
}

function renderedFindings({
  tree,
  expected,
  paths,
  source,
  hint,
  touched,
}: Comparison): Finding[] {
  const edited = [...expected].flatMap(([path, content]) => {
    const text = tree.read(path);
    if (text === undefined)
      return found(
        'not-rendered',
        path,
        `is missing: ${source} gives it${hint}`,
      );
    if (text === content) return [];
    const place = { line: firstDifference(text, content) };
    return touched.has(path)
      ? found('hand-edited', path, `is not what ${source} gives${hint}`, place)
      : found(
          'not-rendered',
          path,
          `is not what ${source} gives any more${hint}`,
          place,
        );
  });
  const stray = paths
    .filter(path => !expected.has(path))
    .flatMap(path =>
      isRenderedPath(path)
        ? found(
            'stray',
            path,
            `is a manifest that ${source} does not give${hint}`,
          )
        : found('stray', path, 'does not belong among rendered files'),
    );
  return [...edited, ...stray];
}

/** The line, counted from 1, from which on two texts differ. */
function firstDifference(text: string, other: string): number {
  const lines = text.split('\n');
  const others = other.split('\n');
  const index = lines.findIndex((line, position) => line !== others[position]);
  return index === -1 ? lines.length : index + 1;
}
