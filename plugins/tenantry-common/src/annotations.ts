/** Annotations and the type of the catalog entity that stands for a tenant. */
export const tenantEntityType = 'kubernetes-tenant';
/** The tenant's id. The card and the tab show for entities that carry it. */
export const tenantAnnotation = 'tenantry.dev/tenant';
/** URL of the tenant's open pull request, if there is one. */
export const pullRequestAnnotation = 'tenantry.dev/pull-request';
/** How far the tenant is: `requested` while only an open pull request holds it, then `merged`. */
export const phaseLabel = 'tenantry.dev/phase';

/** The owner of a tenant whose file can't be read: the reference of a group that no catalog has. */
export const unknownOwner = 'group:default/unknown';
