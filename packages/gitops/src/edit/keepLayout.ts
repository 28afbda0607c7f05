/**
 * A text with a change in it, and every other line as its author wrote it. A YAML writer settles spaces, quotes and the
 * lines of a list anew; here only the lines that differ between what it writes before and after the change are taken.
 *
 * @param text what the author wrote.
 * @param before what the writer makes of it.
 * @param after what the writer makes of the changed document.
 * @returns candidates, the likeliest first, for the author's indentation may be none that the writer has; none where the
 * lines of the two can't be told apart. Whether one means what was meant is for the caller to look at.
 */
export function keepLayout(
  text: string,
  before: string,
  after: string,
): string[] {
  const [own, old, new_] = [text, before, after].map(linesOf);
  const first = commonBeginning(old, new_);
  const last = commonEnd(old, new_, first);
  const start = placeOf(own, old, first, old[first - 1]);
  const end =
    old.length - last === first
      ? start
      : placeOf(own, old, old.length - last, old[old.length - last - 1]);
  if (start === undefined || end === undefined) return [];
  const shift =
    end > start
      ? indentOf(own[start]) - indentOf(old[first])
      : indentOf(lastWritten(own.slice(0, start))) -
        indentOf(lastWritten(old.slice(0, first)));
  return [0, shift].map(by =>
    [
      ...own.slice(0, start),
      ...new_.slice(first, new_.length - last).map(line => shifted(line, by)),
      ...own.slice(end),
    ].join('\n'),
  );
}

function shifted(line: string, shift: number): string {
  const indent = Math.max(0, indentOf(line) + shift);
  return line.trim() === '' ? line : ' '.repeat(indent) + line.trimStart();
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function lastWritten(lines: readonly string[]): string {
  return lines.filter(line => line.trim() !== '').at(-1) ?? '';
}

function linesOf(text: string): string[] {
  return text.split('\n');
}

function commonBeginning(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count])
    count += 1;
  return count;
}

function commonEnd(
  a: readonly string[],
  b: readonly string[],
  from: number,
): number {
  let count = 0;
  while (
    count < Math.min(a.length, b.length) - from &&
    a[a.length - 1 - count] === b[b.length - 1 - count]
  )
    count += 1;
  return count;
}

/** The line of the author's before which as much is written as before a line of the writer's. */
function placeOf(
  own: readonly string[],
  written: readonly string[],
  line: number,
  lineBefore: string | undefined,
): number | undefined {
  const wanted = weight(written.slice(0, line));
  let sum = 0;
  let index = 0;
  while (sum < wanted && index < own.length) {
    sum += weight([own[index]]);
    index += 1;
  }
  if (sum !== wanted) return undefined;
  // Empty lines weigh nothing, and belong to this side where one does in the writer's.
  if (lineBefore?.trim() === '')
    while (index < own.length && own[index].trim() === '') index += 1;
  return index;
}

/** How much is written, apart from what a writer settles: spaces, quotes and the commas at an end. */
function weight(lines: readonly string[]): number {
  return lines.join('').replace(/[\s,'"]/g, '').length;
}
