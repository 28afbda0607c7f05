import { destinationOf, withDestination } from './egress';

const rule = { host: '', ports: [443] };

describe('withDestination', () => {
  it.each([
    ['203.0.113.0/24', { cidr: '203.0.113.0/24', ports: [443] }],
    ['203.0.113.7', { cidr: '203.0.113.7', ports: [443] }],
    ['2001:db8::/32', { cidr: '2001:db8::/32', ports: [443] }],
    ['api.bank.example', { host: 'api.bank.example', ports: [443] }],
    [' 4shared.example ', { host: '4shared.example', ports: [443] }],
    ['https://bank.example', { cidr: 'https://bank.example', ports: [443] }],
  ])('%s', (typed, expected) => {
    expect(withDestination(rule, typed)).toEqual(expected);
  });

  it('never leaves both keys', () => {
    const changed = withDestination(
      withDestination(rule, '203.0.113.0/24'),
      'bank.example',
    );
    expect(changed).toEqual({ host: 'bank.example', ports: [443] });
    expect(destinationOf(changed)).toBe('bank.example');
  });
});
