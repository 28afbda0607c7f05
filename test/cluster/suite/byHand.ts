import { resourceOf } from '@tenantry/cluster';
import type { ClusterClient } from '@tenantry/cluster';
import { isList, isMap, labels } from '@tenantry/controls';
import type { JsonMap, PartialObject } from '@tenantry/controls';

/** How the client that does it calls itself. */
export const manager = 'by-hand';

/** What somebody does to an object past the repository. */
export interface Deed {
  readonly name: string;
  /** What is left of the object to observe. */
  readonly leaves: 'object' | 'nothing';
  /** @throws Error when the API server refuses. */
  do(client: ClusterClient): Promise<void>;
  /** Takes away what applying the object anew leaves, since it isn't the applier's. */
  undo?(client: ClusterClient): Promise<void>;
}

const somebody = {
  apiGroup: 'rbac.authorization.k8s.io',
  kind: 'Group',
  name: 'somebody',
};

/** A change that loosens, as a merge patch. */
const changes: Readonly<Record<string, (object: PartialObject) => JsonMap>> = {
  Namespace: () => ({
    metadata: {
      labels: { 'pod-security.kubernetes.io/enforce': 'privileged' },
    },
  }),
  ResourceQuota: object => ({ spec: { hard: firstKeySet(object, '9999') } }),
  ConfigMap: ({ data }) => ({
    data: Object.fromEntries(Object.keys(data ?? {}).map(key => [key, ''])),
  }),
  LimitRange: () => ({ spec: { limits: [] } }),
  NetworkPolicy: ({ spec }) => ({
    spec: isMap(spec) && spec.egress ? { egress: [{}] } : { ingress: [{}] },
  }),
  CiliumNetworkPolicy: () => ({ spec: { egress: [{ toEntities: ['all'] }] } }),
  ClusterNetworkPolicy: () => ({ spec: { priority: 999 } }),
  RoleBinding: () => ({ subjects: [somebody] }),
  ClusterRoleBinding: () => ({ subjects: [somebody] }),
  ClusterRole: () => ({
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  }),
  ServiceAccount: () => ({ automountServiceAccountToken: true }),
  FlowSchema: () => ({ spec: { matchingPrecedence: 9999 } }),
  PriorityLevelConfiguration: () => ({
    spec: { limited: { nominalConcurrencyShares: 1 } },
  }),
  ValidatingAdmissionPolicy: () => ({ spec: { failurePolicy: 'Ignore' } }),
  MutatingAdmissionPolicy: () => ({ spec: { failurePolicy: 'Ignore' } }),
  // What refuses only audits any more; what only tells is gone, or in the way.
  ValidatingAdmissionPolicyBinding: object => ({
    spec: refuses(object)
      ? { validationActions: ['Audit'] }
      : { policyName: 'nothing' },
  }),
  MutatingAdmissionPolicyBinding: () => ({ spec: { policyName: 'nothing' } }),
  ValidatingPolicy: object => ({
    spec: refuses(object)
      ? { validationActions: ['Audit'] }
      : { failurePolicy: 'Fail' },
  }),
  MutatingPolicy: () => ({ spec: { failurePolicy: 'Ignore' } }),
  RuntimeClass: () => ({ scheduling: { nodeSelector: { by: 'hand' } } }),
  ListenerSet: () => ({ spec: { parentRef: { name: 'other' } } }),
  Gateway: () => ({ spec: { gatewayClassName: 'other' } }),
  AppProject: () => ({ spec: { sourceRepos: ['*'] } }),
  Application: () => ({ spec: { project: 'default' } }),
  ApplicationSet: () => ({
    spec: { syncPolicy: { applicationsSync: 'sync' } },
  }),
};

/**
 * What applying the object anew leaves in place, because it isn't the applier's: a field that was added, an item of a list that is
 * merged. The patch takes it back.
 */
const takenBack: Readonly<Record<string, (object: PartialObject) => JsonMap>> =
  {
    RuntimeClass: () => ({ scheduling: { nodeSelector: { by: null } } }),
    ValidatingAdmissionPolicyBinding: actionsOf,
    ValidatingPolicy: actionsOf,
  };

function refuses({ spec }: PartialObject): boolean {
  const actions = isMap(spec) ? spec.validationActions : [];
  return isList(actions) && actions.includes('Deny');
}

function actionsOf({ spec }: PartialObject): JsonMap {
  return {
    spec: { validationActions: isMap(spec) ? spec.validationActions : [] },
  };
}

/** Everything that can be done to the object by hand. */
export function byHand(object: PartialObject): Deed[] {
  const { kind, metadata } = object;
  const change = changes[kind]?.(object);
  const back = takenBack[kind]?.(object);
  if (!change) throw new Error(`how would somebody change a ${kind}?`);
  const relabel = (label: string, value: string | null) =>
    patch(object, { metadata: { labels: { [label]: value } } });
  return [
    {
      name: 'changed',
      leaves: 'object',
      do: patch(object, change),
      ...(back ? { undo: patch(object, back) } : {}),
    },
    ...(metadata.labels?.[labels.tenant]
      ? [
          {
            name: "given another tenant's label",
            leaves: 'object' as const,
            do: relabel(labels.tenant, 'somebody-else'),
          },
        ]
      : []),
    {
      name: 'without the label of what is managed',
      leaves: 'nothing',
      do: relabel(labels.managedBy, null),
    },
    // A tenant's Namespace can't be deleted just like that, which other tests show.
    ...(kind === 'Namespace'
      ? []
      : [
          {
            name: 'deleted',
            leaves: 'nothing' as const,
            do: (client: ClusterClient) => send(client, object, 'delete'),
          },
        ]),
  ];
}

function patch(object: PartialObject, body: JsonMap): Deed['do'] {
  return client => send(client, object, 'patch', body);
}

async function send(
  client: ClusterClient,
  object: PartialObject,
  verb: 'patch' | 'delete',
  body?: JsonMap,
): Promise<void> {
  const { namespace, name } = object.metadata;
  const answer = await client.send(
    {
      verb,
      resource: resourceOf(object),
      name,
      ...(namespace ? { namespace } : {}),
      ...(body ? { body } : {}),
    },
    verb === 'patch' ? { query: { fieldManager: manager } } : {},
  );
  if (answer.status >= 300)
    throw new Error(`${verb} is refused: ${answer.message}`);
}

function firstKeySet({ spec }: PartialObject, value: string): JsonMap {
  const hard = isMap(spec) ? spec.hard : undefined;
  const [key] = Object.keys(hard ?? {});
  return { [key]: value };
}
