import type { Json, LiveCluster, Source } from '@tenantry/controls';
import { syncState } from './syncState';

const place = { cluster: 'dev-1', tenant: 'payments', namespace: 'argocd' };
const read: Source = { state: 'read', at: '2026-11-26T12:00:00Z' };

function argoCd(status: Json | undefined, source: Source = read): LiveCluster {
  return {
    source: () => source,
    find: object =>
      status !== undefined &&
      object.metadata.name === 'guard-rails-dev-1.payments' &&
      object.metadata.namespace === 'argocd'
        ? { ...object, status }
        : undefined,
    revision: () => undefined,
    all: () => [],
  };
}

describe('syncState', () => {
  it('reads what an Application says', () => {
    const state = syncState(
      argoCd({
        reconciledAt: '2026-11-26T12:00:00Z',
        sync: { status: 'OutOfSync', revision: 'abc' },
        conditions: [
          { type: 'OrphanedResourceWarning', message: 'a warning' },
          { type: 'ComparisonError', message: 'no such path' },
          { type: 'SyncError' },
        ],
        resources: [
          { kind: 'Namespace', name: 'payments-dev', status: 'Synced' },
          {
            kind: 'NetworkPolicy',
            namespace: 'payments-dev',
            name: 'default-deny',
            status: 'OutOfSync',
          },
        ],
        operationState: {
          phase: 'Succeeded',
          message: 'successfully synced',
          finishedAt: '2026-11-26T11:59:00Z',
          syncResult: { revision: 'abc' },
          operation: {
            initiatedBy: { automated: true },
            sync: {
              autoHealAttemptsCount: 2,
              resources: [{ kind: 'NetworkPolicy', name: 'default-deny' }],
            },
          },
        },
      }),
      place,
    );
    expect(state).toEqual({
      record: {
        comparedAt: '2026-11-26T12:00:00Z',
        status: 'OutOfSync',
        revision: 'abc',
        errors: ['no such path', 'SyncError'],
        operation: {
          phase: 'Succeeded',
          message: 'successfully synced',
          revision: 'abc',
        },
        different: ['NetworkPolicy default-deny'],
        repairs: {
          count: 2,
          at: '2026-11-26T11:59:00Z',
          objects: ['NetworkPolicy default-deny'],
        },
      },
    });
  });

  it('reads one that Argo CD has not looked at', () => {
    expect(syncState(argoCd({}), place)).toEqual({
      record: { errors: [], different: [] },
    });
  });

  it('knows that there is none', () => {
    expect(syncState(argoCd(undefined), place)).toEqual({});
  });

  it.each<[string, LiveCluster | undefined, string]>([
    [
      'no cluster',
      undefined,
      'the cluster that Argo CD runs on is not connected',
    ],
    [
      'no right',
      argoCd(undefined, { state: 'unreadable', reason: 'not allowed' }),
      "Application objects of the cluster of Argo CD can't be read: not allowed",
    ],
    [
      'a status of another shape',
      argoCd({ sync: 'Synced' }),
      'the status of guard-rails-dev-1.payments is malformed',
    ],
  ])('says so with %s', (_, cluster, unreadable) => {
    expect(syncState(cluster, place)).toEqual({ unreadable });
  });

  it('takes no word of an Application that was pointed at something else', () => {
    const stateAt = (path: string) =>
      syncState(
        argoCd({
          sync: { status: 'Synced', comparedTo: { source: { path } } },
        }),
        place,
      ).unreadable;
    expect(stateAt('clusters/dev-1/tenants/payments')).toBeUndefined();
    expect(stateAt('clusters/dev-1/tenants/other')).toBe(
      'Argo CD compares the cluster with clusters/dev-1/tenants/other, and not with clusters/dev-1/tenants/payments',
    );
  });

  it('keeps what was read before the source was lost', () => {
    const state = syncState(
      argoCd(
        { sync: { status: 'Synced', revision: 'abc' } },
        { state: 'unreadable', reason: 'no answer' },
      ),
      place,
    );
    expect(state.record?.status).toBe('Synced');
    expect(state.unreadable).toBe(
      "Application objects of the cluster of Argo CD can't be read: no answer",
    );
  });
});
