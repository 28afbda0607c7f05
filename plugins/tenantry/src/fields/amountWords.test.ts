import { amountWords } from './amountWords';

describe('amountWords', () => {
  it.each([
    ['8Gi', undefined, '8 GiB'],
    ['4', 'cores', '4 cores'],
    ['500m', 'cores', '0.5 cores'],
    ['1Ti', undefined, '1 TiB'],
    ['what', 'cores', 'what'],
  ])('%s %s', (quantity, unit, expected) => {
    expect(amountWords(quantity, unit)).toBe(expected);
  });
});
