/** A range that egress must not touch, and the reason people are told. */
export interface ForbiddenRange {
  cidr: string;
  why: string;
}

/** What no tenant may reach on any cluster: instance metadata, the node itself, and addresses that aren't one host's. */
export const NEVER_EGRESS: readonly ForbiddenRange[] = [
  {
    cidr: '169.254.0.0/16',
    why: 'link-local addresses, among them the metadata service of most clouds (169.254.169.254)',
  },
  {
    cidr: 'fd00:ec2::/32',
    why: 'the metadata and other services of AWS nodes',
  },
  { cidr: 'fd20:ce::254/128', why: 'the metadata service of Google Cloud' },
  { cidr: '100.100.100.200/32', why: 'the metadata service of Alibaba Cloud' },
  { cidr: '168.63.129.16/32', why: 'the agent endpoint of Azure nodes' },
  {
    cidr: '192.0.0.0/24',
    why: 'protocol assignments, among them a metadata service',
  },
  { cidr: '0.0.0.0/8', why: '“this network”, which reaches the node itself' },
  { cidr: '127.0.0.0/8', why: 'loopback, the node itself' },
  { cidr: '224.0.0.0/4', why: 'multicast' },
  { cidr: '240.0.0.0/4', why: 'reserved addresses and broadcast' },
  {
    cidr: '::/96',
    why: 'loopback, the unspecified address and embedded IPv4 addresses',
  },
  { cidr: '::ffff:0:0/96', why: 'IPv4 addresses in disguise' },
  {
    cidr: '64:ff9b::/96',
    why: 'IPv4 addresses behind NAT64, metadata included',
  },
  { cidr: '64:ff9b:1::/48', why: 'IPv4 addresses behind local NAT64' },
  { cidr: '2001::/32', why: 'Teredo tunnels to IPv4 addresses' },
  { cidr: '2002::/16', why: '6to4 tunnels to IPv4 addresses' },
  { cidr: 'fe80::/10', why: 'link-local addresses' },
  { cidr: 'fec0::/10', why: 'site-local addresses, long withdrawn' },
  { cidr: 'ff00::/8', why: 'multicast' },
];
