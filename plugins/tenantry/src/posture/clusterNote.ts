import type { TenantStatus } from '@tenantry/backstage-plugin-tenantry-common';

/** Why two of the three questions have no answer, as one line; undefined when clusters were looked at. */
export function clusterNoteWords({
  clusterNote,
}: TenantStatus): string | undefined {
  return clusterNote
    ? `Live and proved are unknown: ${clusterNote}.`
    : undefined;
}
