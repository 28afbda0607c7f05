import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import { annotations, labels } from '../names';

/**
 * Every environment is one Namespace that says whose it is.
 *
 * Contributes: Namespace labels tenant, environment; annotations title, owner, profile, size.
 * Network policies, admission rules and quotas select on these labels, so they are the root of the isolation.
 */
export const tenantNamespace = defineControl({
  id: 'tenant-namespace',
  title: 'A namespace of its own, marked with its tenant',
  component: 'namespace',
  why: 'Everything that separates tenants is attached to a Namespace. Only the platform creates one, so a tenant can neither claim a foreign name nor leave its own.',
  references: [
    'https://kubernetes.io/docs/concepts/security/multi-tenancy/#namespaces',
  ],
  stops: [
    { id: 'N03', attempt: 'create a namespace, or delete the own one' },
    { id: 'N04', attempt: "carry another tenant's label" },
  ],
  attacks: [],
  environment: context => [
    namespaceMetadata(context, {
      labels: {
        [labels.tenant]: context.tenant.metadata.name,
        [labels.environment]: context.environment.name,
      },
      annotations: {
        [annotations.title]: context.tenant.spec.title,
        [annotations.owner]: context.tenant.spec.owner,
        [annotations.profile]: context.profile.name,
        [annotations.size]: context.size.name,
      },
    }),
  ],
  compare: () => 'unchanged',
});
