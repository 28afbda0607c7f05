import type { KubernetesObject } from '@tenantry/controls';
import {
  ClusterUnreachableError,
  type Answer,
  type ClusterClient,
} from '../client';
import { readCluster } from './readCluster';

const quotaKind = { apiVersion: 'v1', kind: 'ResourceQuota' };
const projectKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject' };

function quota(name: string): KubernetesObject {
  return {
    ...quotaKind,
    metadata: { name, namespace: 'payments-dev', resourceVersion: '1' },
  };
}

/** Answers each resource in turn. */
function answering(answers: Readonly<Record<string, (Answer | Error)[]>>) {
  const asked: object[] = [];
  const client: Pick<ClusterClient, 'send'> = {
    async send({ resource }, { query } = {}) {
      asked.push({ resource, ...query });
      const next = answers[resource]?.shift() ?? new Error('not asked for');
      if (next instanceof Error) throw next;
      return next;
    },
  };
  return { client: client as ClusterClient, asked };
}

function page(items: readonly object[], more: object = {}): Answer {
  return {
    status: 200,
    body: { metadata: { resourceVersion: '7', ...more }, items },
    message: '',
    warnings: [],
  };
}

describe('readCluster', () => {
  it('lists each kind once, in pages, and opens no watch', async () => {
    const { client, asked } = answering({
      'v1/resourcequotas': [
        page([quota('a')], { continue: 'more' }),
        page([quota('b')]),
      ],
      'v1/namespaces': [page([])],
    });
    const done: number[] = [];
    const live = await readCluster(
      client,
      [quotaKind, { apiVersion: 'v1', kind: 'Namespace', everybodys: true }],
      { onProgress: count => done.push(count) },
    );

    expect(live.all(quotaKind).map(({ metadata }) => metadata.name)).toEqual([
      'a',
      'b',
    ]);
    expect(live.find(quota('b'))).toMatchObject(quota('b'));
    expect(live.find(quota('c'))).toBeUndefined();
    expect(live.source(quotaKind).state).toBe('read');
    expect(asked).toEqual([
      {
        resource: 'v1/resourcequotas',
        limit: '500',
        labelSelector: 'app.kubernetes.io/managed-by=tenantry',
      },
      { resource: 'v1/namespaces', limit: '500' },
      {
        resource: 'v1/resourcequotas',
        limit: '500',
        labelSelector: 'app.kubernetes.io/managed-by=tenantry',
        continue: 'more',
      },
    ]);
    expect(done).toEqual([1, 2]);
  });

  it('says of each kind that it can’t read why, and of no other', async () => {
    const { client } = answering({
      'v1/resourcequotas': [
        new ClusterUnreachableError('https://c.example', new Error('reset')),
      ],
      'argoproj.io/v1alpha1/appprojects': [
        { status: 404, body: {}, message: '404 page not found', warnings: [] },
      ],
      'v1/namespaces': [page([])],
    });
    const live = await readCluster(client, [
      quotaKind,
      projectKind,
      { apiVersion: 'v1', kind: 'Namespace' },
    ]);

    expect(live.source(quotaKind)).toEqual({
      state: 'unreadable',
      reason: 'no answer from https://c.example: reset',
    });
    expect(live.source(projectKind)).toEqual({
      state: 'unreadable',
      reason: 'the cluster does not have this kind of object',
      notServed: true,
    });
    expect(live.source({ apiVersion: 'v1', kind: 'Namespace' }).state).toBe(
      'read',
    );
    expect(live.source({ apiVersion: 'v1', kind: 'Secret' })).toEqual({
      state: 'unreadable',
      reason: 'nobody looks at this kind',
    });
  });

  it('doesn’t take half a list for the whole', async () => {
    const { client } = answering({
      'v1/resourcequotas': [
        page([quota('a')], { continue: 'more' }),
        { status: 410, body: {}, message: 'expired', warnings: [] },
      ],
    });
    const live = await readCluster(client, [quotaKind]);
    expect(live.source(quotaKind).state).toBe('unreadable');
    expect(live.all(quotaKind)).toEqual([]);
  });
});
