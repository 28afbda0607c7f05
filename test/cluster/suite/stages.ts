import type { Stage } from '@tenantry/controls';

/** The first environment of each profile: what is alike is attacked once. */
export function onePerProfile(stages: readonly Stage[]): Stage[] {
  const seen = new Set<string>();
  return stages.filter(({ profile }) => {
    const isNew = !seen.has(profile.name);
    seen.add(profile.name);
    return isNew;
  });
}
