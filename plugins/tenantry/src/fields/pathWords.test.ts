import { pathWords } from './pathWords';

describe('pathWords', () => {
  it.each([
    [[], 'The request'],
    [['name'], 'Name'],
    [
      ['spec', 'environments', 1, 'egress', 0, 'cidr'],
      'Environments, no. 2, Destinations, no. 1, Address range',
    ],
    [
      ['environments', 0, 'peers', 1, 'environment'],
      'Environments, no. 1, Other tenants, no. 2, Environment',
    ],
    [['access', 'admins'], 'Access, Admins'],
    [['unheard-of'], 'unheard-of'],
  ])('%j', (path, expected) => {
    expect(pathWords(path)).toBe(expected);
  });
});
