import type { Complaint } from './complaint';
import { codePoint, quote } from './quote';
import { checkedText } from './valueType';

/** The longest title of a tenant, cluster or platform. */
export const TITLE_LENGTH = 80;

/** Openers and closers of the template languages that may read a rendered file later. */
const TEMPLATE_SIGNS = [
  '{{',
  '}}',
  '{%',
  '%}',
  '${',
  '$(',
  '#{',
  '((',
  '))',
  '<%',
  '%>',
  '`',
];

/**
 * Characters nobody can see: controls, line breaks, private use, direction marks, zero-width characters, unassigned
 * and half characters, the empty braille cell, and every space but the usual one.
 */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const UNUSUAL_SPACE = /(?! )\p{Zs}/u;

/** One word made of Latin and of Cyrillic or Greek letters, which look alike. */
const MIXED_WORD =
  /[\p{Script=Latin}][\p{L}\p{M}\p{N}]*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}][\p{L}\p{M}\p{N}]*[\p{Script=Latin}]/u;

/** What is wrong with one line of free text; undefined when nothing is. */
export function textProblem(
  text: string,
  longest = TITLE_LENGTH,
): Complaint | undefined {
  if (text.trim() === '') {
    return { message: 'is empty; write a few words' };
  }
  if (text.length > longest) {
    return {
      message: `is ${text.length} characters long; at most ${longest} fit on one line of a page`,
    };
  }
  const unseen = UNSEEN.exec(text) ?? UNUSUAL_SPACE.exec(text);
  if (unseen) {
    return {
      message: `contains the character ${codePoint(
        unseen[0],
      )}, which is invisible or breaks the line; use one line of ordinary characters`,
    };
  }
  if (text !== text.trim()) {
    return {
      message: 'begins or ends with a space; remove it',
      example: text.trim(),
    };
  }
  if (text !== text.normalize('NFKC')) {
    return {
      message:
        'contains characters in an unusual form (compatibility letters or loose accents), which look like others; use the ordinary form',
      example: text.normalize('NFKC'),
    };
  }
  if (/\p{M}{4}/u.test(text)) {
    return { message: 'stacks more than three marks on one letter' };
  }
  if (MIXED_WORD.test(text)) {
    return {
      message:
        'mixes Latin with Cyrillic or Greek letters in one word; they look alike, so a reader could take it for another name',
    };
  }
  const sign = TEMPLATE_SIGNS.find(candidate => text.includes(candidate));
  if (sign) {
    return {
      message: `contains ${quote(
        sign,
      )}, which template engines read as a command; leave it out`,
    };
  }
  return undefined;
}

/** A schema for one line of free text. */
export function freeText(
  description: string,
  options: { longest?: number; examples?: string[] } = {},
) {
  const { longest = TITLE_LENGTH, examples = [] } = options;
  return checkedText(text => textProblem(text, longest), {
    description: `${description} One line, at most ${longest} characters.`,
    examples,
  });
}
