import {
  namespaceKind,
  type KubernetesObject,
  type PartialObject,
  type Source,
} from '@tenantry/controls';
import type { ConnectedClusters } from '../clusters/connectedClusters';

const at = '2026-11-26T12:00:00Z';

/** Namespaces that nobody owns, more than one page of them. */
const namespaces = [
  namespace('gone-dev', {
    labels: { 'tenantry.dev/tenant': 'gone' },
    annotations: { 'tenantry.dev/owner': 'group:default/gone' },
    creationTimestamp: at,
    deletionTimestamp: at,
  }),
  ...Array.from({ length: 200 }, (_, index) => namespace(`lost-${index}`, {})),
  namespace('kube-system', {}),
];

/** The example's dev-1, connected, with the answers that only a cluster and Argo CD can give. */
export function answeringClusters({
  source = { state: 'read', at },
  revision,
}: {
  readonly source?: Source;
  /** What Argo CD is at. */
  readonly revision?: string;
} = {}): ConnectedClusters {
  const dev = {
    source: () => source,
    find: (object: PartialObject) =>
      object.kind === 'ResourceQuota' ? unused(object) : undefined,
    revision: () => undefined,
    all: ({ kind }: { kind: string }) =>
      kind === namespaceKind.kind ? namespaces : [],
  };
  const record = {
    comparedAt: new Date().toISOString(),
    status: 'Synced',
    revision,
    errors: [],
    different: [],
    repairs: { count: 1, at, objects: ['NetworkPolicy default-deny'] },
  };
  return {
    view: () => ({ clusters: new Map([['dev-1', dev]]) }),
    proofOf: () => ({}),
    syncOf: () => ({ record }),
    sources: () => [],
    onChange: () => () => {},
    stop: async () => {},
  };
}

function namespace(
  name: string,
  metadata: Omit<KubernetesObject['metadata'], 'name'>,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, ...metadata },
  };
}

/** The quota as the cluster has it, with nothing in use. */
function unused(quota: PartialObject): KubernetesObject {
  const { hard } = Object(quota.spec);
  return {
    ...quota,
    status: {
      hard,
      used: Object.fromEntries(Object.keys(hard).map(entry => [entry, '0'])),
    },
  };
}
