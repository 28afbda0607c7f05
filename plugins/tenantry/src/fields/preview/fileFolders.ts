import type { PreviewFile } from '@tenantry/backstage-plugin-tenantry-common';

export interface Folder {
  readonly path: string;
  readonly files: readonly {
    readonly name: string;
    readonly file: PreviewFile;
  }[];
}

/** Files under the folder they lie in, in the order a file manager shows. */
export function foldersOf(files: readonly PreviewFile[]): Folder[] {
  const folders = new Map<string, { name: string; file: PreviewFile }[]>();
  const sorted = [...files].sort((a, b) =>
    order(a.path).localeCompare(order(b.path)),
  );
  for (const file of sorted) {
    const slash = file.path.lastIndexOf('/');
    const folder = slash < 0 ? '' : file.path.slice(0, slash);
    const name = file.path.slice(slash + 1);
    folders.set(folder, [...(folders.get(folder) ?? []), { name, file }]);
  }
  return [...folders].map(([path, inside]) => ({ path, files: inside }));
}

/** What the person asked for comes first, what is made of it afterwards. */
function order(path: string): string {
  if (path.endsWith('/tenant.yaml')) return `0 ${path}`;
  return path.startsWith('tenants/') ? `1 ${path}` : `2 ${path}`;
}
