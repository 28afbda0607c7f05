import { attack } from '../attacks';
import type { ApiRequest } from '../attacks';
import { defineControl } from '../control';
import { annotations, deletionApproved } from '../names';
import { throwaway } from './throwaway';

/** Never for real, whatever the one who tries it wants. */
function deletionOf(name: string): ApiRequest {
  return {
    verb: 'delete',
    resource: 'v1/namespaces',
    name,
    body: { dryRun: ['All'] },
  };
}

/**
 * A tenant's Namespace is deleted on purpose only.
 *
 * Fields: the annotation tenantry.dev/deletion of the Namespace as it is stored.
 * Allowed: deletion of one that says `approved`. Whoever deletes it, the platform and Argo CD included; only the
 * platform can write the mark (identity-guard).
 */
export const deletionLock = defineControl({
  id: 'deletion-lock',
  title: 'A namespace is deleted in two steps',
  component: 'namespace',
  why: 'With a Namespace go all volumes and secrets in it, and a renamed file or a pruning application is enough to lose one. The mark is a second decision, made on the cluster.',
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/',
  ],
  stops: [
    { id: 'G09', attempt: 'delete a namespace by removing or renaming a file' },
  ],
  rules: [
    {
      on: 'namespaces',
      require: [
        "request.operation != 'DELETE' || !variables.isTenantNamespace ||",
        `variables.oldAnnotations[?'${annotations.deletion}'].orValue('') == '${deletionApproved}'`,
      ].join(' '),
      message: `a tenant's namespace is deleted only after the platform has set its annotation ${annotations.deletion} to ${deletionApproved}`,
      everyRequest: true,
    },
  ],
  attacks: [
    attack(
      'G09',
      'the deletion of a namespace that nobody has approved',
      stage => {
        const marked = throwaway(stage, 'marked');
        return [
          {
            route: 'delete',
            attack: deletionOf(stage.namespace),
            twin: deletionOf(marked.metadata.name),
            given: [marked],
          },
        ];
      },
      { as: 'insider' },
    ),
  ],
});
