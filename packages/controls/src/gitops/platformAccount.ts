import type { Cluster } from '@tenantry/model';

const serviceAccount = /^system:serviceaccount:([^:]+:[^:]+)$/;

/** The service account among a cluster's platform users; `undefined` where there are only people. */
export function platformUserOf({ spec }: Cluster): string | undefined {
  return spec.platformUsers.find(user => serviceAccount.test(user));
}

/** The same as Argo CD writes it, `namespace:name`. */
export function platformAccountOf(cluster: Cluster): string | undefined {
  return serviceAccount.exec(platformUserOf(cluster) ?? '')?.[1];
}
