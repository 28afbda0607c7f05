import { html } from 'hono/html';

import type { FileChange } from '../git/diff';
import { encodePath } from '../links';
import { highlightLine } from './highlight';
import { lineCounts, type Html } from './html';

export interface DiffLine {
  readonly kind: 'context' | 'add' | 'del' | 'hunk' | 'note';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
  /** Where the line differs from its counterpart: the first character, and the first after it. */
  changed?: readonly [start: number, end: number];
}

/** More lines than this are not shown at once. */
const MAX_LINES = 3000;

/** Reads the hunks of a patch, numbers their lines and pairs what was rewritten. */
export function parsePatch(patch: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let [before, after] = [0, 0];
  for (const line of patch.split('\n')) {
    const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
    const text = line.slice(1);
    if (hunk) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      lines.push({ kind: 'hunk', text: line });
    } else if (line.startsWith('+')) {
      lines.push({ kind: 'add', text, after });
      after += 1;
    } else if (line.startsWith('-')) {
      lines.push({ kind: 'del', text, before });
      before += 1;
    } else if (line.startsWith('\\')) {
      lines.push({ kind: 'note', text: text.trim() });
    } else {
      lines.push({ kind: 'context', text, before, after });
      before += 1;
      after += 1;
    }
  }
  return pairRewrites(lines);
}

/** As many removed lines as added ones after them are taken for rewritten lines. */
function pairRewrites(lines: DiffLine[]): DiffLine[] {
  let index = 0;
  while (index < lines.length) {
    const removed = runOf(lines, index, 'del');
    const added = runOf(lines, index + removed, 'add');
    if (removed > 0 && removed === added) {
      for (let offset = 0; offset < removed; offset += 1) {
        markChange(lines[index + offset], lines[index + removed + offset]);
      }
    }
    index += Math.max(removed + added, 1);
  }
  return lines;
}

function runOf(
  lines: readonly DiffLine[],
  start: number,
  kind: DiffLine['kind'],
): number {
  let end = start;
  while (lines[end]?.kind === kind) {
    end += 1;
  }
  return end - start;
}

function markChange(before: DiffLine, after: DiffLine): void {
  const [a, b] = [before.text, after.text];
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) {
    start += 1;
  }
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) {
    end += 1;
  }
  // Lines with little in common are better read as a whole.
  if (start + end > shortest / 3) {
    before.changed = [start, a.length - end];
    after.changed = [start, b.length - end];
  }
}

/** All changed files, each with its lines; `ref` is where they can be read in full. */
export function diffFiles(
  files: readonly FileChange[],
  repository: { fullName: string },
  ref: string,
): Html[] {
  return files.map((file, index) => {
    const path = encodePath(file.path);
    const link = `/${repository.fullName}/blob/${ref}/${path}`;
    return html`<details class="card file" id="${fileAnchor(index)}" open>
      <summary>
        <span class="name grow"
          >${file.previousPath
            ? `${file.previousPath} → `
            : ''}${file.path}</span
        >
        <span class="quiet small">${file.status}</span>
        ${lineCounts(file.additions, file.deletions)}
      </summary>
      ${diffBody(file)}
      ${file.status === 'removed'
        ? ''
        : html`<p class="pad small">
            <a href="${link}">View the whole file</a>
          </p>`}
    </details>`;
  });
}

export function fileAnchor(index: number): string {
  return `file-${index + 1}`;
}

function diffBody(file: FileChange): Html {
  if (file.patch === undefined) {
    return html`<p class="pad quiet">${whyNoLines(file)}</p>`;
  }
  const lines = parsePatch(file.patch);
  const shown = lines.slice(0, MAX_LINES);
  return html`<div
      class="code"
      tabindex="0"
      role="region"
      aria-label="Changes in ${file.path}"
    >
      <table>
        <tbody>
          ${shown.map(line => diffRow(file.path, line))}
        </tbody>
      </table>
    </div>
    ${shown.length < lines.length
      ? html`<p class="pad quiet">
          ${lines.length - shown.length} more lines are not shown.
        </p>`
      : ''}`;
}

function whyNoLines(file: FileChange): string {
  if (file.binary) {
    return 'A binary file.';
  }
  if (file.additions + file.deletions > 0) {
    return 'Too large to show here.';
  }
  return file.status === 'renamed'
    ? 'Renamed without changes.'
    : 'No lines changed: an empty file, or only its mode.';
}

function diffRow(path: string, line: DiffLine): Html {
  if (line.kind === 'hunk' || line.kind === 'note') {
    return html`<tr class="hunk">
      <td colspan="4">${line.text}</td>
    </tr>`;
  }
  const sign = { add: '+', del: '−', context: ' ' }[line.kind];
  return html`<tr class="${line.kind}">
    <td class="no">${line.before}</td>
    <td class="no">${line.after}</td>
    <td class="sign">${sign}</td>
    <td>${lineText(path, line)}</td>
  </tr>`;
}

function lineText(path: string, { text, changed }: DiffLine): Html | string {
  if (!changed) {
    return highlightLine(path, text);
  }
  const [start, end] = changed;
  return html`${text.slice(0, start)}<mark>${text.slice(
    start,
    end,
  )}</mark>${text.slice(end)}`;
}
