/** One YAML document of a file, with its bytes, so that a file can be written again without it and otherwise unchanged. */
export interface TextDocument {
  /** From its `---`, or the beginning of the file, up to the next one. */
  readonly text: string;
  /** The line it begins at, from 1. */
  readonly line: number;
}

/** A document marker at the beginning of a line; YAML forbids it inside of any scalar, block scalars included. */
const marker = /^---(?=[ \t\r\n]|$)/gm;

/** Cuts a text at its document markers. The documents joined are the text, whatever is in it. */
export function splitDocuments(text: string): TextDocument[] {
  const starts = Array.from(text.matchAll(marker), ({ index }) => index);
  const borders = [...new Set([0, ...starts])];
  let line = 1;
  return borders.map((start, index) => {
    const document = { text: text.slice(start, borders[index + 1]), line };
    line += document.text.split('\n').length - 1;
    return document;
  });
}

/** The text without some of its documents; every other byte stays as it was. */
export function withoutDocuments(
  text: string,
  isCut: (document: TextDocument, index: number) => boolean,
): string {
  return splitDocuments(text)
    .filter((document, index) => !isCut(document, index))
    .map(document => document.text)
    .join('');
}
