import { portsFrom, portsText } from './ports';

describe('portsFrom', () => {
  it.each([
    ['443', [443]],
    ['443, 8443', [443, 8443]],
    ['443,', [443]],
    ['514/UDP 53', ['514/UDP', 53]],
    ['1000-2000', ['1000-2000']],
    ['', []],
  ])('%j', (typed, expected) => {
    expect(portsFrom(typed)).toEqual(expected);
    expect(portsFrom(portsText(portsFrom(typed)))).toEqual(expected);
  });
});
