import { culprits } from './culprits';
import type { Outcome } from './culprits';
import { listAt, mapAt, textAt, valueAt } from '../value';
import type { ValueMap } from '../value';

const pod = (images: string[], init: string[] = []): ValueMap => ({
  kind: 'Pod',
  spec: {
    containers: images.map(image => ({ name: 'app', image })),
    ...(init.length > 0
      ? { initContainers: init.map(image => ({ name: 'init', image })) }
      : {}),
  },
});

/** Every image is ours; an error where there are no containers, as a rule in CEL has it. */
function ownImages(object: ValueMap): Outcome {
  if (valueAt(object, ['spec', 'containers']) === undefined) return 'error';
  const images = ['containers', 'initContainers']
    .flatMap(list => listAt(object, 'spec', list))
    .map(item => textAt(item, 'image'));
  if (images.includes(undefined)) return 'error';
  return images.every(image => image?.startsWith('ours/')) ? 'pass' : 'fail';
}

describe('culprits', () => {
  it('finds the one field at fault', () => {
    expect(culprits(pod(['ours/a', 'evil/b']), ownImages)).toEqual([
      ['spec', 'containers', 1, 'image'],
    ]);
  });

  it('finds several in one list', () => {
    expect(culprits(pod(['evil/a', 'ours/b', 'evil/c']), ownImages)).toEqual([
      ['spec', 'containers', 0, 'image'],
      ['spec', 'containers', 2, 'image'],
    ]);
  });

  it('finds several in different places', () => {
    expect(culprits(pod(['evil/a'], ['evil/b']), ownImages)).toEqual([
      ['spec', 'containers', 0, 'image'],
      ['spec', 'initContainers', 0, 'image'],
    ]);
  });

  it('blames nothing where something is missing', () => {
    const judge = (object: ValueMap): Outcome =>
      valueAt(object, ['spec', 'ttl']) === undefined ? 'fail' : 'pass';
    expect(culprits(pod(['ours/a']), judge)).toEqual([]);
  });

  it('never blames what the object is called by', () => {
    const judge = (object: ValueMap): Outcome =>
      object.kind === 'Pod' ? 'fail' : 'pass';
    expect(culprits(pod(['ours/a']), judge)).toEqual([]);
  });

  it('finds keys of a map, each by itself', () => {
    const judge = (object: ValueMap): Outcome =>
      Object.keys(mapAt(object, 'labels')).some(key => key.startsWith('x/'))
        ? 'fail'
        : 'pass';
    expect(
      culprits(
        { kind: 'A', labels: { 'x/a': '1', b: '2', 'x/c': '3' } },
        judge,
      ),
    ).toEqual([
      ['labels', 'x/a'],
      ['labels', 'x/c'],
    ]);
  });
});
