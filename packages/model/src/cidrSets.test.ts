import {
  cidrsContaining,
  cidrsOverlap,
  normaliseCidrs,
  subtractCidrs,
  unionCovers,
} from './cidrSets';

describe('normaliseCidrs', () => {
  it.each([
    [[], []],
    [['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/8']],
    [['10.1.0.0/16', '10.0.0.0/8', '10.0.0.0/8'], ['10.0.0.0/8']],
    [
      ['2001:db8::/33', '10.0.0.0/8', '2001:db8:8000::/33'],
      ['10.0.0.0/8', '2001:db8::/32'],
    ],
    [
      ['192.168.1.0/24', '192.168.2.0/24'],
      ['192.168.1.0/24', '192.168.2.0/24'],
    ],
    [['0.0.0.0/1', '128.0.0.0/1'], ['0.0.0.0/0']],
    [['::/1', '8000::/1'], ['::/0']],
  ])('makes of %j %j', (cidrs, expected) => {
    expect(normaliseCidrs(cidrs)).toEqual(expected);
  });
});

describe('subtractCidrs', () => {
  it.each([
    [['10.0.0.0/8'], ['10.0.0.0/8'], []],
    [['10.0.0.0/8'], ['10.128.0.0/9'], ['10.0.0.0/9']],
    [['10.0.0.0/8'], ['192.168.0.0/16'], ['10.0.0.0/8']],
    [['10.0.0.0/30'], ['10.0.0.1/32'], ['10.0.0.0/32', '10.0.0.2/31']],
    [
      ['10.0.0.0/30'],
      ['10.0.0.0/32', '10.0.0.3/32'],
      ['10.0.0.1/32', '10.0.0.2/32'],
    ],
    [['10.0.0.0/24', '10.0.2.0/24'], ['10.0.0.0/16'], []],
    [['::/0'], ['0.0.0.0/0'], ['::/0']],
    [['0.0.0.0/0'], ['::/0'], ['0.0.0.0/0']],
  ])('%j without %j is %j', (from, remove, expected) => {
    expect(subtractCidrs(from, remove)).toEqual(expected);
  });

  it('leaves the internet when private ranges are taken out', () => {
    const rest = subtractCidrs(
      ['0.0.0.0/0'],
      ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
    );
    expect(unionCovers(rest, '8.8.8.8/32')).toBe(true);
    expect(rest.some(cidr => cidrsOverlap(cidr, '169.254.169.254/32'))).toBe(
      false,
    );
    expect(
      normaliseCidrs([
        ...rest,
        '10.0.0.0/8',
        '172.16.0.0/12',
        '192.168.0.0/16',
        '169.254.0.0/16',
      ]),
    ).toEqual(['0.0.0.0/0']);
  });
});

describe('unionCovers', () => {
  it('sees what ranges cover only together', () => {
    expect(unionCovers(['0.0.0.0/1', '128.0.0.0/1'], '0.0.0.0/0')).toBe(true);
    expect(unionCovers(['0.0.0.0/1'], '0.0.0.0/0')).toBe(false);
    expect(unionCovers(['fd00::/9', 'fd80::/9'], 'fd00::/8')).toBe(true);
    expect(unionCovers(['0.0.0.0/0'], '::/0')).toBe(false);
  });
});

describe('cidrsContaining', () => {
  it('gives those that contain all of a range, families apart', () => {
    const cidrs = ['10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16', '::/0'];
    expect(cidrsContaining(cidrs, '10.1.2.0/24')).toEqual([
      '10.0.0.0/8',
      '10.1.0.0/16',
    ]);
    expect(cidrsContaining(cidrs, '0.0.0.0/0')).toEqual([]);
  });
});
