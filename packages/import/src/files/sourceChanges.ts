import type { Effect } from '../disposition';
import { splitDocuments, withoutDocuments } from '../read/documents';
import { parseDocument } from '../read/parseDocument';
import type { InputFile } from '../read/readNamespaces';
import type { ImportReport } from '../report/report';

/** What becomes of one file of the input. */
export interface SourceChange {
  readonly path: string;
  /** `removed` where nothing is left but comments. */
  readonly change: 'changed' | 'removed';
  /** The new text; for a removed file the old one. */
  readonly text: string;
}

/**
 * Files that lose documents because ours take their place: whole documents are cut out, every other byte stays. Sorted by
 * path; empty where every object stays.
 */
export function sourceChanges(
  report: ImportReport,
  input: readonly InputFile[],
): SourceChange[] {
  const objects = report.tenants
    .flatMap(({ namespaces }) => namespaces)
    .flatMap(namespace => namespace.objects);
  const documentsOf = (...effects: Effect[]) =>
    new Set(
      objects
        .filter(({ effect }) => effects.includes(effect))
        .map(({ place }) => `${place.file} ${place.document}`),
    );
  const cut = documentsOf('replaced', 'removed');
  const kept = documentsOf('stays', 'marked');
  return input.flatMap(({ path, text }): SourceChange[] => {
    const left = withoutDocuments(text, (_, index) => {
      const key = `${path} ${index}`;
      // A List goes only as a whole.
      return cut.has(key) && !kept.has(key);
    });
    if (left === text) return [];
    return splitDocuments(left).every(
      document => parseDocument(document.text).state === 'empty',
    )
      ? [{ path, change: 'removed', text }]
      : [{ path, change: 'changed', text: left }];
  });
}
