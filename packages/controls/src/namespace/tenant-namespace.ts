import { attack, create, withheld } from '../attacks';
import type { ApiRequest } from '../attacks';
import { namespaceMetadata } from '../builders';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { annotations, labels } from '../names';
import { throwaway } from './throwaway';

const resource = 'v1/namespaces';

/** What a tenant admin asks about a Namespace that is there for it, and the platform may do. */
function notGranted(
  row: string,
  title: string,
  request: (name: string) => ApiRequest,
) {
  return attack(
    row,
    title,
    stage => {
      const { verb } = request('');
      const existing = throwaway(stage, verb);
      const asked = request(existing.metadata.name);
      return [
        {
          route: verb,
          attack: asked,
          twin: asked,
          twinAs: 'platform',
          given: [existing],
        },
      ];
    },
    { as: 'admin', by: 'rbac' },
  );
}

const right = (verb: string) =>
  ({
    role: 'admin',
    apiGroups: [''],
    resources: ['namespaces'],
    verbs: [verb],
    clusterWide: true,
  } as const);

/** Rules read it; it doesn't say until when, for what is in force doesn't hang on a clock. */
function exceptionsAnnotation({
  exceptions,
}: EnvironmentContext): Record<string, string> {
  const ids = exceptions.map(({ control }) => control).sort();
  return ids.length > 0 ? { [annotations.exceptions]: ids.join(',') } : {};
}

/**
 * Every environment is one Namespace that says whose it is.
 *
 * Contributes: Namespace labels tenant, environment, and observed where the environment is; annotations title, owner, profile, size,
 * and exceptions where controls are switched off.
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
  attacks: [
    withheld('N03', 'a namespace of its own making', 'admin', () =>
      create(resource, 'Namespace', undefined, {}),
    ),
    notGranted(
      'N03',
      'the deletion of a namespace, though it is approved',
      name => ({ verb: 'delete', resource, name, body: { dryRun: ['All'] } }),
    ),
    notGranted('N04', 'any change of a namespace', name => ({
      verb: 'patch',
      patch: 'merge',
      resource,
      name,
      body: { metadata: { annotations: { 'example.com/touched': 'yes' } } },
    })),
  ],
  withholds: [right('create'), right('delete'), right('patch')],
  assumed: [
    ...[labels.tenant, labels.environment].map(label => ({
      part: `Namespace labels ${label}`,
      why: 'rendering writes them on every object, so that leaving them out here changes nothing',
    })),
    ...[
      annotations.title,
      annotations.owner,
      annotations.profile,
      annotations.size,
    ].map(annotation => ({
      part: `Namespace annotations ${annotation}`,
      why: 'people read it, and no rule does',
    })),
  ],
  environment: context => [
    namespaceMetadata(context, {
      labels: {
        [labels.tenant]: context.tenant.metadata.name,
        [labels.environment]: context.environment.name,
        ...(context.environment.observed
          ? { [labels.observed]: context.environment.observed.until }
          : {}),
      },
      annotations: {
        [annotations.title]: context.tenant.spec.title,
        [annotations.owner]: context.tenant.spec.owner,
        [annotations.profile]: context.profile.name,
        [annotations.size]: context.size.name,
        ...exceptionsAnnotation(context),
      },
    }),
  ],
  compare: () => 'unchanged',
});
