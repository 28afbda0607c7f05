import { castOf } from '@tenantry/cluster';
import { canary } from '@tenantry/controls';
import type { Kyverno } from '../rig/kyverno';
import type { Arena } from './arena';
import { attacksOf } from './oracle';
import type { OracleResult } from './oracle';
import { problemOf } from './problemOf';

/**
 * Kyverno is gone, and its webhooks are not: nothing that a rule should have judged gets in, be it a canary or harmless,
 * and what is none of the tenants' goes on. Nothing else can be played afterwards.
 */
export async function checkOutage(
  kyverno: Kyverno,
  { client, stages }: Arena,
): Promise<OracleResult[]> {
  await kyverno.crash();
  const results: OracleResult[] = [];
  for (const stage of stages)
    for (const { attack } of attacksOf('api', stage, [canary]))
      for (const attempt of attack.attempts(stage)) {
        const as = castOf(stage)[attempt.as ?? attack.as];
        for (const request of [attempt.attack, attempt.twin]) {
          const { status } = await client.send(request, { as, dryRun: true });
          results.push({
            control: canary.id,
            row: 'F05',
            title: `${attack.title}, with Kyverno down`,
            where: stage.namespace,
            ...problemOf(status < 300 ? ['it is admitted'] : []),
          });
        }
      }
  const elsewhere = await client.send(
    {
      verb: 'create',
      resource: 'v1/configmaps',
      namespace: 'default',
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'elsewhere' },
      },
    },
    { dryRun: true },
  );
  return [
    ...results,
    {
      control: canary.id,
      row: 'F05',
      title: 'a namespace of no tenant, with Kyverno down',
      where: 'default',
      ...problemOf(elsewhere.status < 300 ? [] : [elsewhere.message]),
    },
  ];
}
