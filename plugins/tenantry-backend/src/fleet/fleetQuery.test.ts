import { readFleetQuery } from './fleetQuery';

describe('readFleetQuery', () => {
  it('reads owners, however many', () => {
    expect(readFleetQuery({ owner: 'group:default/a', limit: '5' })).toEqual({
      owners: ['group:default/a'],
      limit: 5,
    });
    expect(readFleetQuery({ owner: ['a', 'b'], text: 'Zahlung é' })).toEqual({
      owners: ['a', 'b'],
      text: 'Zahlung é',
    });
  });

  it.each(['text', 'worst', 'cluster', 'profile', 'control'])(
    'refuses control characters in %s',
    key => {
      for (const value of ['\u0000', 'a\nb', 'a\u007f'])
        expect(() => readFleetQuery({ [key]: value })).toThrow(
          `${key}: has a control character`,
        );
    },
  );

  it('refuses control characters in one owner or several', () => {
    for (const owner of ['\u0000', ['a', '\u0000']])
      expect(() => readFleetQuery({ owner })).toThrow('the query can');
  });
});
