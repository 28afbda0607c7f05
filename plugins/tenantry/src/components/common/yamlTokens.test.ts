import { yamlTokens } from './yamlTokens';

function kinds(line: string) {
  return yamlTokens(line)
    .filter(({ kind }) => kind !== 'plain')
    .map(({ kind, text }) => `${kind}:${text}`);
}

describe('yamlTokens', () => {
  it.each([
    ['kind: Namespace', ['key:kind', 'mark::', 'text:Namespace']],
    ['  pods: 120', ['key:pods', 'mark::', 'number:120']],
    [
      '  - name: dev # here',
      ['mark:- ', 'key:name', 'mark::', 'text:dev', 'comment: # here'],
    ],
    ['# a comment', ['comment:# a comment']],
    ['spec:', ['key:spec', 'mark::']],
    ['  "a/b": "c: d"', ['key:"a/b"', 'mark::', 'text:"c: d"']],
    [
      '    - https://git.example.com/a',
      ['mark:- ', 'text:https://git.example.com/a'],
    ],
    ['  script: |-', ['key:script', 'mark::', 'mark:|-']],
    ['---', ['mark:-', 'text:--']],
    ['', []],
  ])('%j', (line, expected) => {
    expect(kinds(line)).toEqual(expected);
  });

  it('loses no character', () => {
    const line = '  - { cidr: 203.0.113.0/24, ports: [443] }  # the bank';
    expect(
      yamlTokens(line)
        .map(({ text }) => text)
        .join(''),
    ).toBe(line);
  });
});
