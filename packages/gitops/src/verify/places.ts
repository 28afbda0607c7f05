import type { Finding } from '@tenantry/model';
import type { PathChange } from '../history';
import { tenantOfPath } from '../layout';
import { found } from './found';

/** Facts of a cluster, and notes beside them. */
const besideRendered = /^clusters\/[^/]+\/(cluster\.yaml|[^/]+\.md)$/;

/**
 * Entries in the folders that Argo CD reads, or beside them, which nothing renders. By what the change lists and not by what could
 * be read: a file too large or in no encoding is applied all the same.
 *
 * @param expected paths of everything that is rendered, of what the change touches.
 * @param unknown tenants of which nobody knows what is rendered.
 */
export function placeFindings(
  changes: readonly PathChange[],
  expected: ReadonlySet<string>,
  unknown: ReadonlySet<string>,
): Finding[] {
  return changes.flatMap(({ path, after }) =>
    after === undefined ||
    !/^(clusters|argocd)(\/|$)/.test(path) ||
    expected.has(path) ||
    besideRendered.test(path) ||
    unknown.has(tenantOfPath(path) ?? '')
      ? []
      : found('stray', path, 'is nothing that is rendered'),
  );
}
