export type TokenKind =
  | 'comment'
  | 'key'
  | 'text'
  | 'number'
  | 'mark'
  | 'plain';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const KEY = /^((?:"[^"]*"|'[^']*'|[^\s#:'"{[][^#:]*?|[^\s#:'"{[]))(:)(?=\s|$)/;
const NUMBER = /^(?:true|false|null|[-+]?[0-9][0-9_.]*)$/;

/** One line of YAML, cut into pieces for colouring. It is read by people, not by a parser: block texts stay plain. */
export function yamlTokens(line: string): Token[] {
  const tokens: Token[] = [];
  const push = (kind: TokenKind, text: string) => {
    if (text) tokens.push({ kind, text });
  };

  const lead = /^\s*(?:- +)*-?/.exec(line)?.[0] ?? '';
  const indent = /^\s*/.exec(lead)?.[0] ?? '';
  push('plain', indent);
  push('mark', lead.slice(indent.length));
  let rest = line.slice(lead.length);

  if (/^\s*#/.test(rest)) {
    push('comment', rest);
    return tokens;
  }
  const space = /^\s*/.exec(rest)?.[0] ?? '';
  push('plain', space);
  rest = rest.slice(space.length);

  const key = KEY.exec(rest);
  if (key) {
    push('key', key[1]);
    push('mark', key[2]);
    rest = rest.slice(key[0].length);
  }
  for (const token of valueTokens(rest)) push(token.kind, token.text);
  return tokens;
}

function valueTokens(rest: string): Token[] {
  const [, gap, value, comment] =
    /^(\s*)(.*?)(\s+#.*)?$/.exec(rest) ?? ([] as string[]);
  return [
    { kind: 'plain', text: gap ?? '' },
    { kind: valueKind(value ?? ''), text: value ?? '' },
    { kind: 'comment', text: comment ?? '' },
  ];
}

function valueKind(value: string): TokenKind {
  if (NUMBER.test(value)) return 'number';
  return /^[|>][-+]?$/.test(value) ? 'mark' : 'text';
}
