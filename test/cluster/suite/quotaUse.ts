import { castOf } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { create, harmlessPod, quotaUse, sampleOf } from '@tenantry/controls';
import type {
  ApiRequest,
  LiveCluster,
  QuotaBar,
  Stage,
} from '@tenantry/controls';
import { quantityValue } from '@tenantry/model';
import { problemOf } from './problemOf';
import type { Check } from './proving';
import { until } from './untilTold';

/** A pod and a claim of the tenant's own show in its bars, as much as they ask for, and are gone from them with their deletion. */
export async function useIsTold(
  client: ClusterClient,
  stage: Stage,
  observer: LiveCluster,
): Promise<Check> {
  const name = `a pod and a claim show in the quota of ${stage.namespace}`;
  const before = usedBy(stage, observer);
  const asked = [podOf(stage), claimOf(stage)];
  try {
    for (const request of asked) await sent(client, stage, request);
    const grown = (title: string) =>
      usedBy(stage, observer)[title] - before[title];
    await until('told', () => grown('Storage') > 0n && grown('Pods') > 0n);
    const after = {
      CPU: grown('CPU'),
      Memory: grown('Memory'),
      Storage: grown('Storage'),
      Pods: grown('Pods'),
    };
    const { container } = stage.size;
    const least = (amount: string) => quantityValue(amount) ?? 0n;
    const wrong = [
      after.Pods === least('1') || `Pods grew by ${after.Pods}`,
      after.Storage === least('1Gi') || `Storage grew by ${after.Storage}`,
      after.CPU >= least(container.defaultRequest.cpu) ||
        `CPU grew by ${after.CPU}`,
      after.Memory >= least(container.defaultRequest.memory) ||
        `Memory grew by ${after.Memory}`,
    ].filter(problem => problem !== true);
    for (const request of asked)
      await sent(client, stage, {
        verb: 'delete',
        resource: request.resource,
        namespace: stage.namespace,
        name: nameOf(request),
      });
    await until('gone', () =>
      Object.entries(usedBy(stage, observer)).every(
        ([title, used]) => used === before[title],
      ),
    );
    return { name, ...problemOf(wrong) };
  } catch (error) {
    return {
      name,
      problem: `${error}; told: ${JSON.stringify(barsOf(stage, observer))}`,
    };
  }
}

/** Whoever can't read quotas knows no number. */
export function quotasAreUnknown(stage: Stage, observer: LiveCluster): Check {
  const bars = barsOf(stage, observer);
  const wrong = bars.filter(
    bar => bar.state === 'known' || !bar.reason.includes("don't allow it"),
  );
  return {
    name: 'without the right to read quotas, their use is unknown, and not nothing',
    ...problemOf([
      ...(bars.length === 0 ? ['there are no bars'] : []),
      ...wrong.map(bar => JSON.stringify(bar)),
    ]),
  };
}

function barsOf(stage: Stage, observer: LiveCluster): QuotaBar[] {
  return quotaUse(stage, {
    clusters: new Map([[stage.cluster.metadata.name, observer]]),
  });
}

/** @throws Error where it isn't known. */
function usedBy(stage: Stage, observer: LiveCluster): Record<string, bigint> {
  return Object.fromEntries(
    barsOf(stage, observer).map(bar => {
      const used = bar.state === 'known' ? quantityValue(bar.used) : undefined;
      if (used === undefined) throw new Error(JSON.stringify(bar));
      return [bar.title, used];
    }),
  );
}

function podOf(stage: Stage): ApiRequest {
  return create('v1/pods', 'Pod', stage.namespace, {
    spec: harmlessPod(stage),
  });
}

function claimOf(stage: Stage): ApiRequest {
  const { resource, kind, object } = sampleOf('v1/persistentvolumeclaims');
  const claim = object(stage);
  return create(resource, kind, stage.namespace, {
    ...claim,
    spec: {
      ...(claim.spec as object),
      resources: { requests: { storage: '1Gi' } },
    },
  });
}

function nameOf({ body }: ApiRequest): string {
  const { metadata } = body as { metadata: { name: string } };
  return metadata.name;
}

async function sent(
  client: ClusterClient,
  stage: Stage,
  request: ApiRequest,
): Promise<void> {
  const answer = await client.send(request, { as: castOf(stage).developer });
  if (answer.status >= 300)
    throw new Error(`${request.verb} is refused: ${answer.message}`);
}
