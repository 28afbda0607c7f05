import type { Stage } from './attack';

/** A host name that the environment may route; where it has none, nothing can be routed. */
export function hostOf({ environment }: Stage): string {
  return environment.hosts[0] ?? 'no-host.example.com';
}
