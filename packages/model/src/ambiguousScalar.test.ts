import { isAmbiguousScalar } from './ambiguousScalar';
import { readYaml } from './readYaml';

describe('isAmbiguousScalar', () => {
  it.each(['yes', 'NO', 'On', 'y', 'nil', 'inf', 'NONE', 'tRUE'])(
    'finds the word %s',
    text => expect(isAmbiguousScalar(text)).toBe(true),
  );

  it.each(['010', '0o17', '0x1F', '1e3', '+1', '.5', '1.', '.inf', '-.INF'])(
    'finds the number %s',
    text => expect(isAmbiguousScalar(text)).toBe(true),
  );

  it.each([
    '',
    'shop',
    '12',
    '-1.5',
    '1.2.3',
    '- x',
    '-',
    '1: 2',
    '---',
    '...',
  ])('leaves %j alone', text => expect(isAmbiguousScalar(text)).toBe(false));

  it.each(['true', 'True', 'null', '~', '1_000', '.nan', '00', '-0', '1 # x'])(
    'says of %s what the reader says',
    text => {
      const { problems } = readYaml(`key: ${text.replace(/ #.*/, '')}`);
      const alone = !text.includes('#');
      expect(isAmbiguousScalar(text)).toBe(alone && problems.length > 0);
    },
  );
});
