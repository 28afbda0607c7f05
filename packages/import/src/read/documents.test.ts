import { splitDocuments, withoutDocuments } from './documents';

const texts = [
  '',
  'a: 1\n',
  '---\na: 1\n---\nb: 2',
  '# comment\n---\n---\na: 1\r\n---\r\nb: 2\r\n',
  'script: |\n  ---\n  echo\n--- # second\nb: 2\n',
  '--- {a: 1}\n----\nno: marker\n',
];

describe('documents of a file', () => {
  it.each(texts)('joined are the file: %j', text => {
    expect(
      splitDocuments(text)
        .map(document => document.text)
        .join(''),
    ).toBe(text);
  });

  it('begin at markers in the first column only', () => {
    const [first, second] = splitDocuments(texts[4]);
    expect(first.text).toBe('script: |\n  ---\n  echo\n');
    expect(second).toMatchObject({ line: 4, text: '--- # second\nb: 2\n' });
    expect(splitDocuments(texts[5])).toHaveLength(1);
  });

  it('can be taken out, and all others keep every byte', () => {
    const text = '# ours\na: 1\n---\n\n# about b\nb: 2\n---\nc: 3';
    expect(withoutDocuments(text, (_, index) => index === 1)).toBe(
      '# ours\na: 1\n---\nc: 3',
    );
  });
});
