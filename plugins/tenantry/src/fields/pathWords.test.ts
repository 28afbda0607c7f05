import { pathWords } from './pathWords';

describe('pathWords', () => {
  it.each([
    [[], 'The request'],
    [['name'], 'Name'],
    [
      ['spec', 'environments', 1, 'egress', 0, 'cidr'],
      'Environments, no. 2, Destinations, no. 1, Address range',
    ],
    [['access', 'admins'], 'Access, Admins'],
    [['unheard-of'], 'unheard-of'],
  ])('%j', (path, expected) => {
    expect(pathWords(path)).toBe(expected);
  });
});
