import { clusterRoleName } from '../access/roleNames';
import type { EnvironmentContext } from '../control';
import { canUseGateway, canUseIngress, ingressClassOf } from '../ingress/entry';
import { sharedName } from '../names';
import { hostOf } from './hostOf';
import type { Stage } from './attack';
import type { JsonMap } from '../objects';
import { harmlessPod } from './pods';
import { attackName } from './requests';

/** A harmless object of one kind, as a tenant would create it. */
export interface Sample {
  /** `apps/v1/deployments`. */
  readonly resource: string;
  readonly kind: string;
  readonly object: (stage: Stage) => JsonMap;
  /** Environments in which a tenant could create it at all. Default: everywhere. */
  readonly where?: (context: EnvironmentContext) => boolean;
}

const labels = { app: attackName };
const template = (stage: Stage, spec: JsonMap = {}) => ({
  metadata: { labels },
  spec: { ...harmlessPod(stage), ...spec },
});
const jobSpec = (stage: Stage) => ({
  ttlSecondsAfterFinished: 600,
  template: template(stage, { restartPolicy: 'Never' }),
});
const rbac = 'rbac.authorization.k8s.io';

/** What the environment's routes attach to. */
export function parentOf({ profile }: EnvironmentContext): JsonMap {
  return {
    kind: profile.ingress === 'own' ? 'Gateway' : 'ListenerSet',
    name: sharedName,
  };
}

/** One of every kind that a tenant can create: a test holds it to the table of rights. */
export const samples: readonly Sample[] = [
  {
    resource: 'v1/pods',
    kind: 'Pod',
    object: stage => ({ spec: harmlessPod(stage) }),
  },
  { resource: 'v1/configmaps', kind: 'ConfigMap', object: () => ({}) },
  { resource: 'v1/secrets', kind: 'Secret', object: () => ({}) },
  {
    resource: 'v1/services',
    kind: 'Service',
    object: () => ({ spec: { ports: [{ port: 80 }], selector: labels } }),
  },
  {
    resource: 'v1/persistentvolumeclaims',
    kind: 'PersistentVolumeClaim',
    object: ({ cluster }) => ({
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: cluster.spec.storageClasses[0],
        resources: { requests: { storage: '1Gi' } },
      },
    }),
    where: ({ cluster }) => cluster.spec.storageClasses.length > 0,
  },
  {
    resource: 'v1/serviceaccounts',
    kind: 'ServiceAccount',
    object: () => ({}),
  },
  {
    resource: 'apps/v1/deployments',
    kind: 'Deployment',
    object: stage => ({
      spec: {
        replicas: 0,
        selector: { matchLabels: labels },
        template: template(stage),
      },
    }),
  },
  {
    resource: 'apps/v1/statefulsets',
    kind: 'StatefulSet',
    object: stage => ({
      spec: {
        replicas: 0,
        serviceName: attackName,
        selector: { matchLabels: labels },
        template: template(stage),
      },
    }),
  },
  {
    resource: 'batch/v1/jobs',
    kind: 'Job',
    object: stage => ({ spec: { suspend: true, ...jobSpec(stage) } }),
  },
  {
    resource: 'batch/v1/cronjobs',
    kind: 'CronJob',
    object: stage => ({
      spec: {
        suspend: true,
        schedule: '0 * * * *',
        jobTemplate: { spec: jobSpec(stage) },
      },
    }),
  },
  {
    resource: 'autoscaling/v2/horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    object: () => ({
      spec: {
        maxReplicas: 2,
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: attackName,
        },
      },
    }),
  },
  {
    resource: 'policy/v1/poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    object: () => ({
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    }),
  },
  {
    resource: 'coordination.k8s.io/v1/leases',
    kind: 'Lease',
    object: () => ({ spec: {} }),
  },
  {
    resource: 'networking.k8s.io/v1/ingresses',
    kind: 'Ingress',
    object: stage => ({
      spec: {
        ingressClassName: ingressClassOf(stage),
        rules: [
          {
            host: hostOf(stage),
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'web', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    }),
    where: canUseIngress,
  },
  ...['HTTPRoute', 'GRPCRoute'].map(kind => ({
    resource: `gateway.networking.k8s.io/v1/${kind.toLowerCase()}s`,
    kind,
    object: (stage: Stage) => ({
      spec: {
        parentRefs: [parentOf(stage)],
        hostnames: [hostOf(stage)],
        rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
      },
    }),
    where: canUseGateway,
  })),
  {
    resource: 'networking.k8s.io/v1/networkpolicies',
    kind: 'NetworkPolicy',
    object: ({ namespace }) => ({
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': namespace },
                },
              },
            ],
          },
        ],
      },
    }),
  },
  {
    resource: `${rbac}/v1/roles`,
    kind: 'Role',
    object: () => ({
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    }),
  },
  {
    resource: `${rbac}/v1/rolebindings`,
    kind: 'RoleBinding',
    object: ({ namespace }) => ({
      roleRef: {
        apiGroup: rbac,
        kind: 'ClusterRole',
        name: clusterRoleName('viewer'),
      },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace }],
    }),
  },
];

/** The sample of a resource: `v1/configmaps`. */
export function sampleOf(resource: string): Sample {
  const found = samples.find(sample => sample.resource === resource);
  if (!found) throw new Error(`no sample of ${resource}`);
  return found;
}
