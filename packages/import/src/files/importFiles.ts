import { tenantFiles } from '@tenantry/gitops';
import type { Files } from '@tenantry/gitops';
import type { Fleet } from '@tenantry/model';
import type { Import } from '../importFleet';
import type { InputFile } from '../read/readNamespaces';
import { adoptedPath, adoptedSource, byPlace } from './adoptedSource';
import { sourceChanges } from './sourceChanges';
import type { SourceChange } from './sourceChanges';

/** Everything that an import writes. */
export interface ImportFiles {
  /** Of the tenants' repository: each tenant's file, its lock, what is rendered, and what is kept beside it. */
  readonly repository: Files;
  /** Of the input: files that lose documents. All others stay byte for byte. */
  readonly source: readonly SourceChange[];
}

/**
 * The files of an import, and nothing for tenants that aren't adopted.
 *
 * @param fleet with the imported tenants in it or not; theirs win.
 * @param input the very files that were imported.
 */
export function importFiles(
  { tenants, report, found }: Import,
  fleet: Fleet,
  input: readonly InputFile[],
): ImportFiles {
  const names = new Set(tenants.map(({ metadata }) => metadata.name));
  const whole: Fleet = {
    ...fleet,
    tenants: [
      ...fleet.tenants.filter(({ metadata }) => !names.has(metadata.name)),
      ...tenants,
    ],
  };
  const objects = byPlace(
    found.namespaces.flatMap(namespace => namespace.objects),
  );
  const repository = new Map<string, string>();
  for (const tenant of tenants) {
    for (const [path, text] of tenantFiles(tenant, whole))
      repository.set(path, text);
    const told = report.tenants.find(
      ({ name }) => name === tenant.metadata.name,
    );
    const kept = told && adoptedSource(told, objects);
    if (kept !== undefined)
      repository.set(adoptedPath(tenant.metadata.name), kept);
  }
  return { repository, source: sourceChanges(report, input) };
}
