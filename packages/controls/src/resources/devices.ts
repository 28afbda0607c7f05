import type { ClusterContext, EnvironmentContext } from '../control';

/** Every name by which a pod may ask for a device, and the device of `size.devices` that it counts as. */
export function deviceNames({ cluster }: ClusterContext): [string, string][] {
  const { extendedResources, deviceClasses } = cluster.spec.devices;
  return [
    ...extendedResources.map((name): [string, string] => [name, name]),
    ...deviceClasses.map((name): [string, string] => [
      // One device of the class, without a claim.
      `deviceclass.resource.kubernetes.io/${name}`,
      name,
    ]),
  ];
}

/** How many of a device the environment may have. */
export function devicesOf(
  { size }: EnvironmentContext,
  device: string,
): number {
  return size.devices[device] ?? 0;
}

export const claimKey = 'resourceclaims.resource.k8s.io';

/** How many claims of devices the environment may have: the controller makes one for each pod that uses a template. */
export function claimsOf({ size }: EnvironmentContext): number {
  return size.counts[claimKey] ?? size.pods;
}
