import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { tenantReadPermission } from '@tenantry/backstage-plugin-tenantry-common';
import { answerable } from '../answerable';
import { tenantStatus } from '../status/tenantStatus';
import type { ActionServices } from './registerActions';
import { statusSummary } from './statusSummary';

/** `tenant-status`: how far a tenant is, and what of its isolation doesn't hold. */
export function registerTenantStatus(
  registry: ActionsRegistryService,
  { authorizer, clusters, measurePosture, repository }: ActionServices,
): void {
  registry.register({
    name: 'tenant-status',
    title: 'Status of a tenant',
    description:
      'How far a tenant on the shared Kubernetes clusters is (only requested, or merged), and for each of its environments which isolation controls do not hold, which are unknown, and why. A control is declared (the GitOps repository holds it), live (the cluster does) and proved (its attacks were tried and refused); unknown is never good.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          name: z.string().describe('The name of the tenant, such as payments'),
        }),
      output: z => {
        const findings = z.array(
          z.object({
            column: z.enum(['declared', 'live', 'proved']),
            reason: z.string(),
            controls: z.array(z.string()),
          }),
        );
        return z.object({
          name: z.string(),
          title: z.string(),
          owner: z.string().describe('A catalog entity reference'),
          phase: z
            .enum(['requested', 'merged'])
            .describe('requested: only an open pull request holds it'),
          profile: z.string(),
          size: z.string(),
          pullRequest: z
            .object({ number: z.number(), title: z.string(), url: z.string() })
            .optional()
            .describe('The open pull request'),
          environments: z.array(
            z.object({
              name: z.string(),
              cluster: z.string(),
              namespace: z.string(),
              profile: z.string(),
              size: z.string(),
              controls: z.number().describe('How many apply'),
              doesNotHold: findings,
              unknown: findings,
              notAvailable: z
                .array(z.object({ control: z.string(), reason: z.string() }))
                .describe("Controls that the cluster can't have"),
            }),
          ),
          checkedAt: z.string().describe('When the repository was read'),
          staleBecause: z
            .string()
            .optional()
            .describe('Why it was not read again since'),
        });
      },
    },
    examples: [
      { title: 'What holds of payments', input: { name: 'payments' } },
    ],
    async action({ input: { name }, credentials }) {
      return answerable(async () => {
        await authorizer.require(tenantReadPermission, name, credentials);
        const status = await measurePosture(() =>
          tenantStatus(name, repository, clusters),
        );
        return { output: statusSummary(status) };
      });
    },
  });
}
