import { addressProblem, cidrProblem } from './cidrs';
import { egressCidrProblem } from './egressCidrs';

describe('CIDRs', () => {
  it.each([
    '203.0.113.0/24',
    '10.0.0.0/8',
    '0.0.0.0/0',
    '1.2.3.4/32',
    '::/0',
    '2001:db8::/32',
    '2001:db8::1/128',
    'fd00:10::/56',
  ])('%s is canonical', cidr => {
    expect(cidrProblem(cidr)).toBeUndefined();
  });

  it.each([
    ['10.1.2.3/8', /first of its range/, '10.0.0.0/8'],
    ['169.254.169.254/0', /first of its range/, '203.0.113.0/24'],
    ['2001:db8::1/64', /first of its range/, '2001:db8::/64'],
    ['2001:DB8::/32', /canonical/, '2001:db8::/32'],
    ['2001:0db8::/32', /canonical/, '2001:db8::/32'],
    ['2001:db8:0:0:0:0:0:0/32', /canonical/, '2001:db8::/32'],
    ['::ffff:169.254.169.254/128', /hides an IPv4/, '203.0.113.0/24'],
    ['::ffff:a9fe:a9fe/128', /hides an IPv4/, '203.0.113.0/24'],
    ['::ffff:0:0/96', /hides an IPv4/, '203.0.113.0/24'],
    ['::ffff:8.8.8.8/128', /hides an IPv4/, '8.8.8.8/32'],
    ['::ffff:10.0.0.0/104', /hides an IPv4/, '10.0.0.0/8'],
    ['::ffff:10.0.0.0/8', /hides an IPv4/, '203.0.113.0/24'],
    ['010.0.0.1/32', /leading zeros/, '203.0.113.0/24'],
    ['169.254.169.254', /address\/length/, '203.0.113.0/24'],
    ['1.2.3/24', /isn't an address/, '203.0.113.0/24'],
    ['2001:DB8::1/64', /canonical/, '2001:db8::/64'],
    ['2001:DB8::1', /address\/length/, '2001:db8::1/128'],
    ['fe80::1', /address\/length/, '2001:db8::/32'],
    ['0x0a.0.0.1/32', /isn't an address/, undefined],
    ['167772161/32', /isn't an address/, undefined],
    ['10.1/16', /isn't an address/, undefined],
    ['10.0.0.256/32', /isn't an address/, undefined],
    ['10.0.0.0', /address\/length/, '10.0.0.0/32'],
    ['10.0.0.0/', /length/, undefined],
    ['10.0.0.0/33', /length/, undefined],
    ['10.0.0.0/08', /length/, undefined],
    ['10.0.0.0/-1', /length/, undefined],
    ['10.0.0.0/8/8', /address\/length/, undefined],
    ['10.0.0.0 /8', /isn't an address/, undefined],
    ['fe80::1%eth0/128', /isn't an IPv6/, '2001:db8::/32'],
    ['', /address\/length/, undefined],
    ['example.com/24', /isn't an address/, undefined],
  ])('%s is refused', (cidr, message, example) => {
    const problem = cidrProblem(cidr);
    expect(problem?.message).toMatch(message);
    expect(problem?.example).toBe(example ?? problem?.example);
    expect(cidrProblem(problem?.example ?? '')).toBeUndefined();
  });

  it.each(['169.254.20.10', '::1', 'fd00::10'])('%s is an address', address => {
    expect(addressProblem(address)).toBeUndefined();
  });
});

describe('egress destinations', () => {
  it.each([
    '203.0.113.0/24',
    '10.0.0.0/8',
    '192.168.40.0/24',
    '8.8.8.8/32',
    '2001:db8::/32',
    'fd12:3456::/48',
  ])('%s may be asked for', cidr => {
    expect(egressCidrProblem(cidr)).toBeUndefined();
  });

  it.each([
    ['0.0.0.0/0', /too wide/],
    ['0.0.0.0/1', /too wide/],
    ['128.0.0.0/1', /too wide/],
    ['64.0.0.0/7', /too wide|first of/],
    ['::/0', /too wide/],
    ['2000::/3', /too wide/],
    ['169.254.169.254/32', /metadata/],
    ['169.0.0.0/8', /metadata/],
    ['169.254.0.0/17', /metadata/],
    ['100.100.100.200/32', /Alibaba/],
    ['100.0.0.0/8', /Alibaba/],
    ['168.63.129.16/32', /Azure/],
    ['fd00:ec2::254/128', /AWS/],
    ['fd00:ec2::/64', /AWS/],
    ['127.0.0.1/32', /loopback/],
    ['::1/128', /loopback/],
    ['0.0.0.0/8', /node itself/],
    ['224.0.0.0/8', /multicast/],
    ['255.255.255.255/32', /broadcast/],
    ['ff02::/32', /multicast/],
    ['fe80::/64', /link-local/],
    ['64:ff9b::a9fe:a9fe/128', /NAT64/],
    ['2002:a9fe:a9fe::/48', /6to4/],
    ['::ffff:169.254.169.254/128', /hides an IPv4/],
    ['10.1.2.3/8', /first of its range/],
    ['64.0.0.1/7', /first of its range/],
    ['2a00::1/16', /first of its range/],
    ['::ffff:0:0/96', /hides an IPv4/],
    ['169.254.169.254', /address\/length/],
    ['169.254.169.254/0', /first of its range/],
    ['010.0.0.1/32', /leading zeros/],
    ['1.2.3/24', /isn't an address/],
    ['fe80::1%eth0/128', /isn't an IPv6/],
  ])('%s is refused, with an example that is not', (cidr, message) => {
    const problem = egressCidrProblem(cidr);
    expect(problem?.message).toMatch(message);
    expect(egressCidrProblem(problem?.example ?? '')).toBeUndefined();
  });
});
