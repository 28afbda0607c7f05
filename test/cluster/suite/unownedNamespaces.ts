import type { ClusterClient } from '@tenantry/cluster';
import {
  isMap,
  labels,
  namespaceKind,
  unownedNamespaces,
} from '@tenantry/controls';
import type {
  JsonMap,
  LiveCluster,
  UnownedNamespace,
} from '@tenantry/controls';
import type { Fleet } from '@tenantry/model';
import { apply } from './apply';
import { problemOf } from './problemOf';
import { handMade } from './proving';
import type { Check } from './proving';
import { until } from './untilTold';

const resource = 'v1/namespaces';
const orphan = 'left-behind-prod';
const nobodys = 'try-out';

/** A namespace of a tenant that is gone, and one of nobody, are found, and nothing else is; they go as they came. */
export async function unownedAreTold(
  client: ClusterClient,
  fleet: Fleet,
  cluster: string,
  observer: LiveCluster,
): Promise<Check[]> {
  const facts = fleet.clusters.find(
    ({ metadata }) => metadata.name === cluster,
  );
  if (!facts) throw new Error(`no cluster ${cluster}`);
  const unowned = () =>
    unownedNamespaces(facts, fleet, observer.all(namespaceKind)).unowned;
  const standing = (name: string): UnownedNamespace['standing'] | undefined =>
    unowned().find(found => found.name === name)?.standing;
  const before = unowned().map(({ name }) => name);
  const name = (what: string) => `namespaces that nobody owns ${what}`;
  try {
    await apply(client, namespace(orphan, { [labels.tenant]: 'left-behind' }));
    await apply(client, namespace(nobodys, { team: 'nobody' }));
    await until(
      'told',
      () => standing(orphan) === 'orphan' && standing(nobodys) === 'nobodys',
    );
    const told = unowned();
    await sent(client, 'patch', orphan, {
      metadata: { labels: { [labels.tenant]: null } },
    });
    await until('told otherwise', () => standing(orphan) === 'nobodys');
    for (const each of [orphan, nobodys]) await sent(client, 'delete', each);
    await until('gone', () => !standing(orphan) && !standing(nobodys));
    const aged = told.filter(({ createdAt }) => createdAt !== undefined);
    return [
      {
        name: name('are found, and go as they came'),
        ...problemOf([
          ...before
            .filter(each => each !== handMade)
            .map(each => `${each} is taken for nobody's`),
          ...(aged.length < told.length ? ['not all have an age'] : []),
        ]),
      },
      { name: name('cost their metadata alone'), ...whole(observer) },
    ];
  } catch (error) {
    return [
      {
        name: name('are found'),
        problem: `${error}; told: ${JSON.stringify(unowned())}`,
      },
    ];
  }
}

function namespace(name: string, own: Readonly<Record<string, string>>) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: own },
  };
}

/** Neither listed nor watched with more than what is asked for; with who wrote it, for the drift of our own. */
function whole(observer: LiveCluster): Pick<Check, 'problem'> {
  const all = observer.all(namespaceKind);
  return problemOf([
    ...(all.length < 5 ? [`only ${all.length} namespaces are there`] : []),
    ...all
      .filter(each => isMap(each.spec) || isMap(each.status))
      .map(({ metadata }) => `${metadata.name} came with more`),
    ...all
      .filter(
        ({ metadata }) =>
          metadata.labels?.[labels.managedBy] !== undefined &&
          metadata.managedFields === undefined,
      )
      .map(({ metadata }) => `nobody wrote ${metadata.name}`),
  ]);
}

async function sent(
  client: ClusterClient,
  verb: 'patch' | 'delete',
  name: string,
  body?: JsonMap,
): Promise<void> {
  const answer = await client.send({ verb, resource, name, body });
  if (answer.status >= 300)
    throw new Error(`${verb} of ${name} is refused: ${answer.message}`);
}
