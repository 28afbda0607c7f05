import {
  Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { documentText } from '../edit/documentText';

interface Comments {
  /** At the top of the file. */
  readonly top: string;
  /** Above a key of spec. */
  readonly above?: Readonly<Record<string, string>>;
  /** Keys of spec that begin a part of their own. */
  readonly apart?: readonly string[];
}

/** Longer ones are easier to read, and to change, a line each. */
const longestLine = 60;

/** A source that people go on with: short lists and amounts on one line, comments where a reader would ask. */
export function sourceText(
  value: Readonly<Record<string, unknown>>,
  { top, above = {}, apart = [] }: Comments,
): string {
  const document = new Document(value, { compat: 'yaml-1.1' });
  document.commentBefore = comment(top);
  visit(document, {
    Map: (_, map) => onOneLine(map),
    Seq: (_, list) => onOneLine(list),
  });
  const spec = document.get('spec');
  const pairs: readonly Pair[] = isMap(spec) ? spec.items : [];
  for (const { key } of pairs) {
    if (!isScalar(key)) continue;
    const text = above[String(key.value)];
    if (text !== undefined) key.commentBefore = comment(text);
    if (apart.includes(String(key.value))) key.spaceBefore = true;
  }
  return documentText(document, { singleQuote: true });
}

function onOneLine(node: YAMLMap | YAMLSeq): void {
  const values = node.items.map(item => (isPair(item) ? item.value : item));
  const text = JSON.stringify(node);
  const few = isMap(node) ? values.length > 1 : values.length > 0;
  node.flow =
    values.length === 0 ||
    (few &&
      text.length <= longestLine + 20 &&
      !text.includes('. ') &&
      values.every(item => isScalar(item)) &&
      (isSeq(node) || isAmounts(node)));
}

function isAmounts({ items }: YAMLMap): boolean {
  const keys = ['cpu', 'memory', 'ephemeralStorage', 'key', 'operator'];
  return items.some(
    ({ key }) => isScalar(key) && keys.includes(String(key.value)),
  );
}

function comment(text: string): string {
  return text
    .split('\n')
    .map(line => ` ${line}`)
    .join('\n');
}
