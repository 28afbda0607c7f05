import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { NotAllowedError } from '@backstage/errors';
import type { Preview } from '@tenantry/backstage-plugin-tenantry-common';
import { jsonSchemas } from '@tenantry/model';
import { answerable } from '../answerable';
import { preview } from '../preview';
import { readPreviewRequester } from '../previewRequester';
import { looseObject } from './looseObject';
import type { ActionServices } from './registerActions';

/** `preview-request`: what a request would change, with nothing written. */
export function registerPreviewRequest(
  registry: ActionsRegistryService,
  { auth, repository, ...services }: ActionServices,
): void {
  registry.register({
    name: 'preview-request',
    title: 'Preview of a tenant request',
    description:
      'What a request for a tenant on the shared Kubernetes clusters, new or changed, would write to the GitOps repository: the pull request as its reviewer would read it, the files and the risk; or every problem with the request. A request is the whole tenant: what it leaves out is removed. Nothing is written.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: () => looseObject(jsonSchemas().TenantRequest),
      output: z =>
        z.object({
          ok: z.boolean(),
          problems: z
            .array(
              z.object({
                path: z.array(z.union([z.string(), z.number()])),
                message: z.string(),
                example: z.string().optional(),
              }),
            )
            .optional()
            .describe('What is wrong with the request; only where ok is false'),
          kind: z.enum(['new', 'change', 'none']).optional(),
          risk: z
            .object({
              level: z.enum(['low', 'medium', 'high']),
              reason: z.string(),
            })
            .optional(),
          othersAffected: z.array(z.string()).optional(),
          files: z
            .array(
              z.object({
                path: z.string(),
                change: z.enum(['added', 'changed', 'removed']),
              }),
            )
            .optional(),
          pullRequest: z
            .object({ title: z.string(), body: z.string() })
            .optional()
            .describe('Its text, the body in Markdown'),
          onTopOf: z
            .object({ number: z.number(), url: z.string() })
            .optional()
            .describe(
              'The open pull request that the request would be added to',
            ),
        }),
    },
    async action({ input, credentials }) {
      if (
        !auth.isPrincipal(credentials, 'user') &&
        !auth.isPrincipal(credentials, 'service')
      )
        throw new NotAllowedError('a preview is for whoever is signed in');
      const requester = await readPreviewRequester(credentials, services);
      return {
        output: inShort(
          await answerable(() => preview(input, requester, repository)),
        ),
      };
    },
  });
}

/** Without the contents of files, which the pull request's text is about. */
function inShort(shown: Preview) {
  if (!shown.ok) {
    const problems = shown.problems.map(({ path, message, example }) => ({
      path: [...path],
      message,
      example,
    }));
    return { ok: false, problems };
  }
  const { plan, files, pullRequest, onTopOf } = shown;
  return {
    ok: true,
    kind: plan.kind,
    risk: plan.risk,
    othersAffected: [...plan.othersAffected],
    files: files.map(({ path, change }) => ({ path, change })),
    pullRequest,
    onTopOf: onTopOf && { number: onTopOf.number, url: onTopOf.url },
  };
}
