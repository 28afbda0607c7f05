import type { Path } from '@tenantry/model';

const labels: Record<string, string> = {
  name: 'Name',
  title: 'Title',
  owner: 'Owner',
  access: 'Access',
  admins: 'Admins',
  developers: 'Developers',
  viewers: 'Viewers',
  profile: 'Profile',
  size: 'Size',
  repositories: 'Repositories',
  environments: 'Environments',
  expires: 'Expires',
  cluster: 'Cluster',
  hosts: 'Host names',
  egress: 'Destinations',
  cidr: 'Address range',
  host: 'Host name',
  ports: 'Ports',
  peers: 'Other tenants',
  tenant: 'Tenant',
  environment: 'Environment',
};

/** A place in the request, in the words of the form: `Environments, no. 2, Host names`. */
export function pathWords(path: Path): string {
  const inRequest =
    path[0] === 'spec' || path[0] === 'metadata' ? path.slice(1) : path;
  if (inRequest.length === 0) return 'The request';
  return inRequest
    .map(step =>
      typeof step === 'number' ? `no. ${step + 1}` : labels[step] ?? step,
    )
    .join(', ');
}
