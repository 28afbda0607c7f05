import { MOST_CHARACTERS, tooLarge } from './guard';
import { codePoint } from './quote';

/**
 * Controls except tab and line breaks (a carriage return alone is one for some readers only), half characters, and characters without a shape of their own, among them
 * direction marks and zero-width ones, in comments too. Joiners and variation selectors of emoji are harmless here;
 * free text has stricter rules.
 */
const HIDDEN =
  /(?![\t\n\u200d\ufe0f]|\r\n)[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\uFFFE\uFFFF]/u;

/** What keeps a text from being looked at as YAML, and where; undefined when nothing does. */
export function sourceProblem(
  text: string,
): { message: string; offset: number } | undefined {
  if (
    text.length > MOST_CHARACTERS ||
    new TextEncoder().encode(text).length > MOST_CHARACTERS
  ) {
    return { message: tooLarge().message, offset: 0 };
  }
  const hidden = HIDDEN.exec(text);
  return hidden
    ? {
        message: `contains the character ${codePoint(
          hidden[0],
        )}, which is invisible: a reviewer would not see what is written`,
        offset: hidden.index,
      }
    : undefined;
}

/** Line and column, from 1, of an offset. */
export function lineAndColumn(
  text: string,
  offset: number,
): { line: number; column: number } {
  const before = text.slice(0, offset);
  return {
    line: before.split('\n').length,
    column: offset - before.lastIndexOf('\n'),
  };
}
