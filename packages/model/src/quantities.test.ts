import {
  canonicalQuantity,
  compareQuantities,
  quantityProblem,
  quantityValue,
  withinRatio,
  type QuantityKind,
} from './quantities';

describe('quantityValue', () => {
  it.each([
    ['1', 1_000_000_000n],
    ['1000m', 1_000_000_000n],
    ['1n', 1n],
    ['0.1n', 1n],
    ['1Ki', 1_024_000_000_000n],
    ['1e3', 1_000_000_000_000n],
    ['1E3', 1_000_000_000_000n],
    ['1.5Gi', 1_610_612_736_000_000_000n],
    ['-1', -1_000_000_000n],
  ])('reads %s', (quantity, value) => {
    expect(quantityValue(quantity)).toBe(value);
  });

  it.each([
    '',
    '1Ki5',
    '1 Gi',
    '1K',
    '1ki',
    '1GB',
    '1e',
    '1e1000',
    '0x10',
    '1_000',
    '٣',
    'NaN',
    `${'9'.repeat(40)}`,
  ])('does not read %j', quantity => {
    expect(quantityValue(quantity)).toBeUndefined();
  });
});

describe('canonicalQuantity', () => {
  it.each([
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['.5'.padStart(3, '0'), '500m'],
    ['3072Mi', '3Gi'],
    ['1.5Gi', '1536Mi'],
    ['1024Mi', '1Gi'],
    ['1000Mi', '1000Mi'],
    ['1e3', '1k'],
    ['1000', '1k'],
    ['1234', '1234'],
    ['2000000', '2M'],
    ['1000000000', '1G'],
    ['0', '0'],
    ['007', '7'],
  ])('writes %s as %s', (quantity, canonical) => {
    expect(canonicalQuantity(quantity)).toBe(canonical);
    expect(canonicalQuantity(canonical)).toBe(canonical);
  });
});

describe('compareQuantities', () => {
  it.each([
    ['9', '10', -1],
    ['1000m', '1', 0],
    ['1Gi', '1G', 1],
    ['900Mi', '1Gi', -1],
    ['9007199254740993', '9007199254740992', 1],
  ])('compares %s with %s as numbers', (a, b, order) => {
    expect(compareQuantities(a, b)).toBe(order);
  });
});

describe('withinRatio', () => {
  it('counts the exact multiple as within', () => {
    expect(withinRatio('1', '100m', 10)).toBe(true);
    expect(withinRatio('1001m', '100m', 10)).toBe(false);
    expect(withinRatio('150m', '100m', 1.5)).toBe(true);
  });
});

describe('quantityProblem', () => {
  const good: [string | number, QuantityKind][] = [
    ['4', 'cpu'],
    [4, 'cpu'],
    [0.5, 'cpu'],
    ['100m', 'cpu'],
    ['1e3', 'cpu'],
    ['1000000', 'cpu'],
    ['8Gi', 'bytes'],
    ['1Mi', 'bytes'],
    ['1Ei', 'bytes'],
    ['1e9', 'bytes'],
  ];
  it.each(good)('%j of %s is fine', (quantity, kind) => {
    expect(quantityProblem(quantity, kind)).toBeUndefined();
  });

  const bad: [string | number, QuantityKind, RegExp][] = [
    ['-1', 'cpu', /more than zero/],
    [-1, 'cpu', /more than zero/],
    ['0', 'cpu', /more than zero/],
    ['0Gi', 'bytes', /more than zero/],
    ['+1', 'cpu', /isn't a quantity/],
    ['1e30', 'cpu', /too large/],
    [1e30, 'cpu', /too large/],
    ['1000001', 'cpu', /too large/],
    ['9223372036854775808', 'cpu', /too large/],
    ['9223372036854775808', 'bytes', /too large/],
    ['1.5m', 'cpu', /finer than 1m/],
    ['1u', 'cpu', /too small/],
    ['1m', 'bytes', /thousandth/],
    ['1048577.5', 'bytes', /one byte/],
    ['8', 'bytes', /too small/],
    [8, 'bytes', /no unit/],
    ['1Ki5', 'bytes', /isn't a quantity/],
    ['8GB', 'bytes', /isn't a quantity/],
    ['8 Gi', 'bytes', /isn't a quantity/],
    ['', 'bytes', /isn't a quantity/],
    ['1e30', 'bytes', /too large/],
    ['1\nx: y', 'cpu', /<U\+000A>/],
  ];
  it.each(bad)('%j of %s is refused', (quantity, kind, message) => {
    expect(quantityProblem(quantity, kind)).toEqual({
      message: expect.stringMatching(message),
      example: expect.any(String),
    });
  });
});
