import { contains, mergeContributions } from './merge';
import type { PartialObject } from './objects';

const namespace = (metadata: object): PartialObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'payments-dev', ...metadata },
});

describe('mergeContributions', () => {
  it('lets labels of several controls meet in one object and names the controls in order', () => {
    const merged = mergeContributions([
      { control: 'one', object: namespace({ labels: { a: '1' } }) },
      { control: 'two', object: namespace({ labels: { b: '2' } }) },
    ]);
    expect(merged).toEqual([
      {
        object: namespace({ labels: { a: '1', b: '2' } }),
        controls: ['one', 'two'],
      },
    ]);
  });

  it('accepts two controls that say the same', () => {
    const object = namespace({ labels: { a: '1' } });
    expect(
      mergeContributions([
        { control: 'one', object },
        { control: 'two', object },
      ]),
    ).toEqual([{ object, controls: ['one', 'two'] }]);
  });

  it('appends to lists what is not there yet', () => {
    const project = (items: string[]): PartialObject => ({
      ...namespace({}),
      spec: { items },
    });
    const [{ object }] = mergeContributions([
      { control: 'one', object: project(['a', 'b']) },
      { control: 'two', object: project(['b', 'c']) },
    ]);
    expect(object.spec).toEqual({ items: ['a', 'b', 'c'] });
  });

  it('refuses two values for one field and names both controls', () => {
    expect(() =>
      mergeContributions([
        { control: 'zero', object: namespace({}) },
        { control: 'one', object: namespace({ labels: { a: '1' } }) },
        { control: 'two', object: namespace({ labels: { a: '2' } }) },
      ]),
    ).toThrow(
      'one and two disagree about metadata.labels.a of /Namespace payments-dev: "1" and "2"',
    );
  });

  it('names the right control where the key itself contains dots', () => {
    expect(() =>
      mergeContributions([
        { control: 'zero', object: namespace({}) },
        { control: 'one', object: namespace({ labels: { 'x.dev/a': '1' } }) },
        { control: 'two', object: namespace({ labels: { 'x.dev/a': '2' } }) },
      ]),
    ).toThrow('one and two disagree about metadata.labels.x.dev/a');
  });

  it('keeps objects of the same name in different namespaces or groups apart', () => {
    const policy = (apiVersion: string, ns: string): PartialObject => ({
      apiVersion,
      kind: 'Policy',
      metadata: { name: 'p', namespace: ns },
    });
    const contributions = [
      policy('a/v1', 'x'),
      policy('a/v1', 'y'),
      policy('b/v1', 'x'),
    ];
    expect(
      mergeContributions(
        contributions.map(object => ({ control: 'one', object })),
      ),
    ).toHaveLength(3);
  });
});

describe('contains', () => {
  it.each([
    [{ a: 1, b: { c: [1, 2] } }, { b: { c: [2] } }, true],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: [] }, { a: [1] }, false],
    [undefined, { a: 1 }, false],
    [{ a: [{ x: 1, y: 2 }] }, { a: [{ x: 1 }] }, true],
  ])('%j contains %j: %s', (whole, part, expected) => {
    expect(contains(whole, part)).toBe(expected);
  });
});
