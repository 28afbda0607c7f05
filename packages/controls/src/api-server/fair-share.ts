import { defineControl } from '../control';
import type { PlacementContext } from '../control';
import { deployersNamespace } from '../names';
import type { JsonMap } from '../objects';
import { fairShareAttacks } from './fair-share.attacks';
import { schemaOf, tenantsLevel } from './flows';

const apiVersion = 'flowcontrol.apiserver.k8s.io/v1';

/** A fifth of the seats, next to the 245 shares of the levels that every API server has, however many tenants there are. */
const shares = 60;

/** After what keeps the cluster alive (900 and less), before the catch-alls for accounts and people (9000 and more). */
const precedence = 1000;

const everything: JsonMap = {
  resourceRules: [
    {
      verbs: ['*'],
      apiGroups: ['*'],
      resources: ['*'],
      clusterScope: true,
      namespaces: ['*'],
    },
  ],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};

/**
 * Requests of a tenant wait for each other, not for those of its neighbours or of the cluster itself.
 *
 * Contributes: per cluster a PriorityLevelConfiguration for all tenants; per tenant and cluster a FlowSchema without
 * distinguisher, so that all its people, service accounts and deployments are one flow, and a new account isn't a new one.
 *
 * One level, not one per size: the levels of a cluster divide its seats among them, so each further one takes from all
 * others, the cluster's own among them. Inside of a level the API server serves flows in turn, which is what fairness needs.
 *
 * Viewers count only for what they read here: unlike the other groups they may be those of other tenants as well, such as
 * auditors. Support groups are the platform's and count nowhere. All schemas have one precedence, for no request fits two.
 */
export const fairShare = defineControl({
  id: 'fair-share',
  title: 'A fair share of the API server',
  component: 'api-server',
  why: 'One script that lists everything in a loop can keep the API server so busy that nobody else is served. With a queue of its own it keeps only its own tenant waiting.',
  references: [
    'https://kubernetes.io/docs/concepts/cluster-administration/flow-control/',
    'https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/1040-priority-and-fairness',
  ],
  stops: [
    { id: 'F01', attempt: 'list everything, in a loop' },
    { id: 'F03', attempt: 'multiply its share by further accounts' },
    { id: 'F04', attempt: 'be served before the cluster itself' },
  ],
  leavesOpen: [
    'Watches, and streams such as exec and port-forward, are counted only while they start',
    'Each request is compared with the FlowSchemas of all tenants: a cluster of thousands of tenants notices',
  ],
  assumed: [
    `FlowSchema ${schemaOf('…')}`,
    `PriorityLevelConfiguration ${tenantsLevel}`,
  ].map(part => ({
    part,
    why: 'Nothing is refused without it. In which flow a request counts is asked on its own, with this left out as well.',
  })),
  attacks: fairShareAttacks,
  cluster: () => [
    {
      apiVersion,
      kind: 'PriorityLevelConfiguration',
      metadata: { name: tenantsLevel },
      spec: {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares: shares,
          lendablePercent: 50,
          // Idle seats of others, but never more than as many again.
          borrowingLimitPercent: 100,
          limitResponse: {
            type: 'Queue',
            queuing: { queues: 128, handSize: 6, queueLengthLimit: 50 },
          },
        },
      },
    },
  ],
  // Who is used to more is not to find out by being kept waiting.
  sparesObserved: true,
  placement: context => [
    {
      apiVersion,
      kind: 'FlowSchema',
      metadata: { name: schemaOf(context.tenant.metadata.name) },
      spec: {
        priorityLevelConfiguration: { name: tenantsLevel },
        matchingPrecedence: precedence,
        rules: rulesOf(context),
      },
    },
  ],
});

function rulesOf({ tenant, platform, environments }: PlacementContext) {
  const { admins, developers, viewers } = tenant.spec.access;
  const own = new Set([...admins, ...developers]);
  const onlyViewers = viewers.filter(group => !own.has(group));
  const namespaces = environments
    .filter(({ environment }) => !environment.observed)
    .map(({ namespace }) => namespace);
  const groupSubjects = (groups: Iterable<string>): JsonMap[] =>
    [...groups].map(name => ({
      kind: 'Group',
      group: { name: platform.spec.groupPrefix + name },
    }));
  const accounts = [
    ...namespaces.map(namespace => ({ namespace, name: '*' })),
    { namespace: deployersNamespace, name: tenant.metadata.name },
  ];
  return [
    {
      subjects: [
        ...groupSubjects(own),
        ...accounts.map(serviceAccount => ({
          kind: 'ServiceAccount',
          serviceAccount,
        })),
      ],
      ...everything,
    },
    ...(onlyViewers.length > 0 && namespaces.length > 0
      ? [
          {
            subjects: groupSubjects(onlyViewers),
            resourceRules: [
              { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces },
            ],
          },
        ]
      : []),
  ];
}
