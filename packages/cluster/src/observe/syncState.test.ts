import type {
  Json,
  JsonMap,
  KubernetesObject,
  LiveCluster,
  Source,
} from '@tenantry/controls';
import { applicationKind, syncState } from './syncState';

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

const inTrouble = {
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
};

/** As an ApplicationSet makes one, with what nobody looks at. */
function application(
  status: Json | undefined,
  {
    name = 'guard-rails-dev-1.payments',
    labels = { 'tenantry.dev/tenant': 'payments' },
  }: Partial<KubernetesObject['metadata']> = {},
): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: 'argocd',
      resourceVersion: '7',
      labels: {
        'app.kubernetes.io/managed-by': 'tenantry',
        ...labels,
      },
      managedFields: [{ manager: 'argocd-application-controller' }],
    },
    spec: { project: 'tenantry-guard-rails' },
    status,
  };
}

/** What an observer remembers of it. */
function kept(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(applicationKind.kept?.(object)));
}

describe('syncState', () => {
  it('reads what an Application says', () => {
    const state = syncState(argoCd(inTrouble), place);
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

describe('what is kept of an Application', () => {
  const stateOf = (object: KubernetesObject) =>
    syncState(argoCd(object.status ?? {}), place);

  it.each<[string, JsonMap | undefined]>([
    ['in trouble', inTrouble],
    ['that Argo CD has not looked at', undefined],
    [
      'that was pointed at something else',
      { sync: { comparedTo: { source: { path: 'clusters/other' } } } },
    ],
  ])('says the same of one %s', (_, status) => {
    const whole = application(status);
    expect(stateOf(kept(whole))).toEqual(stateOf(whole));
  });

  it('is who it is, what Argo CD is asked to do, and what differs', () => {
    const whole = application({
      ...inTrouble,
      history: [{ id: 1, revision: 'abc' }],
    });
    const { metadata, status } = kept({ ...whole, operation: { sync: {} } });
    const { managedFields, ...identity } = whole.metadata;
    expect(metadata).toEqual(identity);
    expect(status).toMatchObject({
      conditions: [{ type: 'ComparisonError' }, { type: 'SyncError' }],
      resources: [{ kind: 'NetworkPolicy', name: 'default-deny' }],
    });
    expect(status).not.toHaveProperty('history');
    expect(kept({ ...whole, operation: { sync: {} } })).toHaveProperty(
      'operation',
    );
    expect(kept(whole)).not.toHaveProperty('spec');
  });

  it('is still told to be malformed where it is', () => {
    expect(stateOf(kept(application({ sync: 'Synced' })))).toEqual({
      unreadable: 'the status of guard-rails-dev-1.payments is malformed',
    });
  });

  it.each([
    ['of the platform', {}],
    ["with a tenant's label by hand", { 'tenantry.dev/tenant': 'payments' }],
  ])('is all of one %s that the repository declares', (_, labels) => {
    const whole = application(inTrouble, { name: 'tenantry-projects', labels });
    expect(kept(whole)).toEqual(whole);
  });
});
