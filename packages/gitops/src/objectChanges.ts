import { annotations, type ObjectChange } from '@tenantry/controls';
import { parseDocument } from 'yaml';
import type { FileChange } from './changes';
import { clusterOfPath, isRenderedPath } from './layout';

/** The Kubernetes objects behind a change set; sources and locks are not among them. */
export function objectChanges(
  changes: readonly FileChange[],
): readonly ObjectChange[] {
  return changes
    .filter(({ path }) => isRenderedPath(path))
    .map(({ path, change, content }) => {
      const text = reader(content);
      return {
        change,
        path,
        kind: text('kind') ?? 'Unknown',
        name: text('metadata', 'name') ?? path,
        namespace: text('metadata', 'namespace'),
        cluster: clusterOfPath(path),
        controls: (text('metadata', 'annotations', annotations.controls) ?? '')
          .split(',')
          .filter(Boolean),
      };
    });
}

/** Looks texts up in YAML that people may have edited into anything. */
function reader(yaml: string): (...path: string[]) => string | undefined {
  const document = parseDocument(yaml, { logLevel: 'silent' });
  return (...path) => {
    const value = document.getIn(path);
    return typeof value === 'string' ? value : undefined;
  };
}
