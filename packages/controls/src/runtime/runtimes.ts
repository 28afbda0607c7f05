import { RUNTIMES } from '@tenantry/model';
import type { Cluster, Runtime, RuntimeFacts } from '@tenantry/model';
import type { EnvironmentContext } from '../control';

/** Sandboxes in the words of a reader. */
export const runtimeTitles: Readonly<Record<Runtime, string>> = {
  gvisor: 'gVisor',
  kata: 'Kata Containers',
  firecracker: 'Firecracker',
};

/** The RuntimeClass of a sandbox. */
export function runtimeClassName(runtime: Runtime): string {
  return `tenantry-${runtime}`;
}

/** The first sandbox of the profile that the cluster has; `undefined` for the host's runtime, or where none fits. */
export function chosenRuntime({
  profile,
  cluster,
}: Pick<EnvironmentContext, 'profile' | 'cluster'>):
  | { runtime: Runtime; facts: RuntimeFacts }
  | undefined {
  if (profile.runtime === 'host') return undefined;
  for (const runtime of profile.runtime) {
    const facts = cluster.spec.runtimes[runtime];
    if (facts) return { runtime, facts };
  }
  return undefined;
}

/** The sandboxes a cluster has. */
export function runtimesOf({ spec }: Cluster): Runtime[] {
  return RUNTIMES.filter(runtime => spec.runtimes[runtime]);
}

/** `gVisor or Firecracker`; empty for none. */
export function titlesOf(runtimes: readonly Runtime[]): string {
  return runtimes.map(runtime => runtimeTitles[runtime]).join(' or ');
}
