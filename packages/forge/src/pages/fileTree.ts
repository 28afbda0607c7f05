import { html } from 'hono/html';

import type { FileChange } from '../git/diff';
import { fileAnchor } from './diff';
import { icon, lineCounts, type Html } from './html';

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Array<{ name: string; index: number; change: FileChange }>;
}

function newFolder(): Folder {
  return { folders: new Map(), files: [] };
}

/** The changed files as a tree, each linked to its changes. */
export function fileTree(changes: readonly FileChange[]): Html {
  const root = newFolder();
  changes.forEach((change, index) => {
    const parts = change.path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? newFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push({ name, index, change });
  });
  return html`<nav class="card pad tree" aria-label="Changed files">
    ${folderList(root)}
  </nav>`;
}

function folderList(folder: Folder): Html {
  return html`<ul>
    ${[...folder.folders].map(([name, child]) => {
      const [path, inner] = shorten(name, child);
      return html`<li>
        <span class="quiet">${icon('folder')} ${path}</span>${folderList(inner)}
      </li>`;
    })}
    ${folder.files.map(
      ({ name, index, change }) => html`<li class="leaf">
        <a href="#${fileAnchor(index)}" title="${change.path}">${name}</a>
        ${lineCounts(change.additions, change.deletions)}
      </li>`,
    )}
  </ul>`;
}

/** Folders that hold nothing but one folder are told in one line. */
function shorten(name: string, folder: Folder): [string, Folder] {
  const [only] = folder.folders;
  return folder.folders.size === 1 && folder.files.length === 0
    ? shorten(`${name}/${only[0]}`, only[1])
    : [name, folder];
}
