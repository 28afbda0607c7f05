/**
 * Kubernetes' CEL in the words of the library, as far as it lacks some or means something else by them.
 *
 * - `x.transformList(i, v, filter, value)`, a macro with two variables, becomes a `map` over pairs of index and value
 * - a message such as `JSONPatch{op: 'add', path: '/a', value: 1}` becomes a map with these keys
 * - `has(x[0].a)`, which the library takes of plain paths only, becomes `x[0].?a.hasValue()`
 * - `lowerAscii` and `upperAscii` leave other letters alone, which those of the library don't
 */
export function libraryDialect(expression: string): string {
  return withoutMessages(
    withoutDeepHas(asciiOnly(withoutTransformList(expression))),
  );
}

function asciiOnly(expression: string): string {
  return expression
    .replaceAll('.lowerAscii()', '.asciiLower()')
    .replaceAll('.upperAscii()', '.asciiUpper()');
}

const has = /\bhas\(/g;

function withoutDeepHas(expression: string): string {
  const calls = Array.from(blankTexts(expression).matchAll(has), found => {
    const open = found.index + found[0].length - 1;
    return { start: found.index, open, close: closing(expression, open) };
  });
  // From the end, so that positions before stay what they are.
  return calls.reduceRight((text, { start, open, close }) => {
    const inner = text.slice(open + 1, close);
    const dot = inner.lastIndexOf('.');
    return /^[\w.]+$/.test(inner) || dot < 0
      ? text
      : [
          text.slice(0, start),
          `${inner.slice(0, dot)}.?${inner.slice(dot + 1)}.hasValue()`,
          text.slice(close + 1),
        ].join('');
  }, expression);
}

const transformList = '.transformList(';

function withoutTransformList(expression: string): string {
  const start = expression.indexOf(transformList);
  if (start < 0) return expression;
  const open = start + transformList.length - 1;
  const close = closing(expression, open);
  const parts = splitTop(expression.slice(open + 1, close));
  const [index, value, ...bodies] = parts.map(part => part.trim());
  const bound = bodies.map(
    body =>
      `cel.bind(${index}, indexedItem.index, cel.bind(${value}, indexedItem.value, ${body}))`,
  );
  return withoutTransformList(
    [
      expression.slice(0, start),
      `.indexed().map(indexedItem, ${bound.join(', ')})`,
      expression.slice(close + 1),
    ].join(''),
  );
}

const message = /\b[A-Z]\w*(?:\.[A-Z]\w*)*\{/;

function withoutMessages(expression: string): string {
  const found = message.exec(blankTexts(expression));
  if (!found) return expression;
  const open = found.index + found[0].length - 1;
  const close = closing(expression, open);
  const fields = splitTop(expression.slice(open + 1, close)).map(field =>
    field.replace(/^\s*(\w+)\s*:/, "'$1':"),
  );
  return withoutMessages(
    [
      expression.slice(0, found.index),
      `{${fields.join(', ')}}`,
      expression.slice(close + 1),
    ].join(''),
  );
}

/** Where the bracket that opens at `open` closes. */
function closing(expression: string, open: number): number {
  const blank = blankTexts(expression);
  let depth = 0;
  for (let at = open; at < blank.length; at += 1) {
    if ('([{'.includes(blank[at])) depth += 1;
    if (')]}'.includes(blank[at])) depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a bracket is never closed: ${expression.slice(open)}`);
}

/** The parts between the commas that stand in no bracket. */
function splitTop(list: string): string[] {
  const blank = blankTexts(list);
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at <= blank.length; at += 1) {
    const character = blank[at] ?? ',';
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(list.slice(start, at));
      start = at + 1;
    }
  }
  return parts;
}

/** The same length, with dots for what stands in quotes. */
function blankTexts(expression: string): string {
  return expression.replace(
    /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g,
    text => `'${'.'.repeat(text.length - 2)}'`,
  );
}
