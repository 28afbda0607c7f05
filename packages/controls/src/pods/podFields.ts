import type { ShapeAttack } from '../attacks';
import { isList, isMap } from '../merge';
import type { PartialObject } from '../objects';

/** Fields of one type of the API, and who has looked at them: a rule that reads them, or the reason why none does. */
type Review = {
  /** As in the API: `PodSpec`. */
  readonly type: string;
  readonly fields: readonly string[];
} & (
  | { /** Id of the control whose rule reads them. */ readonly rule: string }
  | { readonly because: string }
);

const standard = 'the Pod Security standard looks at it';
const itself = 'it concerns the container and nothing outside';
const deeper = 'its own fields are reviewed below';
const own = 'it names an object of its own namespace';

/**
 * Every field of a pod in Kubernetes 1.36. A test compares this list with Kubernetes' own schema: a field of a newer
 * version isn't in it, and somebody has to say who looks at it before the version is offered.
 */
export const podFields: readonly Review[] = [
  {
    type: 'PodSpec',
    fields: ['containers', 'initContainers', 'ephemeralContainers'],
    because: deeper,
  },
  { type: 'PodSpec', fields: ['securityContext', 'volumes'], because: deeper },
  {
    type: 'PodSpec',
    fields: ['hostIPC', 'hostNetwork', 'hostPID'],
    because: standard,
  },
  { type: 'PodSpec', fields: ['hostUsers'], rule: 'user-namespaces' },
  { type: 'PodSpec', fields: ['runtimeClassName'], rule: 'runtime-assignment' },
  { type: 'PodSpec', fields: ['dnsConfig', 'dnsPolicy'], rule: 'pod-dns' },
  {
    type: 'PodSpec',
    fields: ['nodeName', 'schedulerName', 'schedulingGates', 'tolerations'],
    rule: 'scheduling-guard',
  },
  { type: 'PodSpec', fields: ['affinity', 'nodeSelector'], rule: 'node-pool' },
  { type: 'PodSpec', fields: ['priorityClassName'], rule: 'priority' },
  {
    type: 'PodSpec',
    fields: ['terminationGracePeriodSeconds'],
    rule: 'termination',
  },
  {
    type: 'PodSpec',
    fields: ['overhead', 'preemptionPolicy', 'priority'],
    because: 'the API server holds it to the class that the pod names',
  },
  {
    type: 'PodSpec',
    fields: ['resources', 'resourceClaims'],
    because: 'the quota counts it',
  },
  {
    type: 'PodSpec',
    fields: ['imagePullSecrets', 'serviceAccount', 'serviceAccountName'],
    because: own,
  },
  { type: 'PodSpec', fields: ['schedulingGroup'], because: own },
  {
    type: 'PodSpec',
    fields: ['automountServiceAccountToken'],
    because: "the token is its own account's, good at the API server",
  },
  {
    type: 'PodSpec',
    fields: ['hostname', 'hostnameOverride', 'setHostnameAsFQDN', 'subdomain'],
    because: 'others find it by DNS below its own namespace only',
  },
  {
    type: 'PodSpec',
    fields: ['enableServiceLinks', 'hostAliases', 'shareProcessNamespace'],
    because: itself,
  },
  {
    type: 'PodSpec',
    fields: ['readinessGates', 'restartPolicy', 'topologySpreadConstraints'],
    because: 'it concerns the pod and its siblings',
  },
  {
    type: 'PodSpec',
    fields: ['activeDeadlineSeconds'],
    because: 'it ends a pod, and never prolongs it',
  },
  {
    type: 'PodSpec',
    fields: ['os'],
    because: 'a node of another system refuses the pod',
  },

  ...['Container', 'EphemeralContainer'].flatMap((type): Review[] => [
    { type, fields: ['image'], rule: 'image-registries' },
    { type, fields: ['imagePullPolicy'], rule: 'image-pull' },
    {
      type,
      fields: ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'],
      rule: 'host-probes',
    },
    { type, fields: ['ports'], because: standard },
    { type, fields: ['securityContext'], because: deeper },
    { type, fields: ['resources'], because: 'the quota counts it' },
    { type, fields: ['env', 'envFrom', 'volumeDevices'], because: own },
    { type, fields: ['args', 'command', 'workingDir'], because: itself },
    { type, fields: ['stdin', 'stdinOnce', 'tty'], because: itself },
    {
      type,
      fields: ['name', 'terminationMessagePath', 'terminationMessagePolicy'],
      because: itself,
    },
    {
      type,
      fields: ['resizePolicy', 'restartPolicy', 'restartPolicyRules'],
      because: itself,
    },
    {
      type,
      fields: ['volumeMounts'],
      because: 'mounts seen by the node need a privileged container',
    },
  ]),
  {
    type: 'EphemeralContainer',
    fields: ['targetContainerName'],
    because: 'it names a container of the same pod',
  },

  {
    type: 'SecurityContext',
    fields: ['runAsNonRoot', 'runAsUser', 'procMount'],
    rule: 'user-namespaces',
  },
  { type: 'SecurityContext', fields: ['capabilities'], rule: 'pod-security' },
  {
    type: 'SecurityContext',
    fields: ['allowPrivilegeEscalation', 'privileged', 'appArmorProfile'],
    because: standard,
  },
  {
    type: 'SecurityContext',
    fields: ['seLinuxOptions', 'seccompProfile', 'windowsOptions'],
    because: standard,
  },
  {
    type: 'SecurityContext',
    fields: ['readOnlyRootFilesystem', 'runAsGroup'],
    because: itself,
  },
  {
    type: 'PodSecurityContext',
    fields: ['runAsNonRoot', 'runAsUser'],
    rule: 'user-namespaces',
  },
  {
    type: 'PodSecurityContext',
    fields: ['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'sysctls'],
    because: standard,
  },
  {
    type: 'PodSecurityContext',
    fields: ['windowsOptions'],
    because: standard,
  },
  {
    type: 'PodSecurityContext',
    fields: ['fsGroup', 'fsGroupChangePolicy', 'seLinuxChangePolicy'],
    because: 'it concerns volumes of its own',
  },
  {
    type: 'PodSecurityContext',
    fields: ['runAsGroup', 'supplementalGroups', 'supplementalGroupsPolicy'],
    because: itself,
  },

  {
    type: 'Volume',
    fields: ['configMap', 'downwardAPI', 'secret', 'projected', 'emptyDir'],
    rule: 'volumes',
  },
  {
    type: 'Volume',
    fields: ['ephemeral', 'persistentVolumeClaim', 'csi', 'image'],
    rule: 'volumes',
  },
  { type: 'Volume', fields: ['name'], because: itself },
  {
    type: 'Volume',
    fields: [
      ...['awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder'],
      ...['fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo'],
      ...['glusterfs', 'hostPath', 'iscsi', 'nfs', 'photonPersistentDisk'],
      ...['portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos'],
      'vsphereVolume',
    ],
    because: "it isn't among the kinds that the control volumes lists",
  },
  {
    type: 'VolumeProjection',
    fields: ['podCertificate', 'serviceAccountToken'],
    rule: 'service-account-tokens',
  },
  {
    type: 'VolumeProjection',
    fields: ['configMap', 'downwardAPI', 'secret'],
    because: own,
  },
  {
    type: 'VolumeProjection',
    fields: ['clusterTrustBundle'],
    because: 'everybody may read it',
  },
  {
    type: 'EmptyDirVolumeSource',
    fields: ['medium', 'sizeLimit'],
    rule: 'volumes',
  },
  { type: 'CSIVolumeSource', fields: ['driver'], rule: 'volumes' },
  {
    type: 'CSIVolumeSource',
    fields: ['fsType', 'nodePublishSecretRef', 'readOnly', 'volumeAttributes'],
    because: 'it is for the approved driver to judge',
  },
  { type: 'ImageVolumeSource', fields: ['pullPolicy'], rule: 'image-pull' },
  {
    type: 'ImageVolumeSource',
    fields: ['reference'],
    rule: 'image-registries',
  },

  {
    type: 'Probe',
    fields: ['exec', 'failureThreshold', 'periodSeconds', 'timeoutSeconds'],
    rule: 'exec-probes',
  },
  { type: 'Probe', fields: ['httpGet', 'tcpSocket'], rule: 'host-probes' },
  { type: 'Probe', fields: ['grpc'], rule: 'probe-payload' },
  {
    type: 'Probe',
    fields: ['terminationGracePeriodSeconds'],
    rule: 'termination',
  },
  {
    type: 'Probe',
    fields: ['initialDelaySeconds', 'successThreshold'],
    because: 'it makes probes rarer, or their success',
  },
  { type: 'Lifecycle', fields: ['postStart', 'preStop'], rule: 'host-probes' },
  { type: 'Lifecycle', fields: ['stopSignal'], because: itself },
  { type: 'LifecycleHandler', fields: ['exec'], rule: 'exec-probes' },
  {
    type: 'LifecycleHandler',
    fields: ['httpGet', 'tcpSocket'],
    rule: 'host-probes',
  },
  {
    type: 'LifecycleHandler',
    fields: ['sleep'],
    because: 'the API server holds it to the grace period',
  },
  { type: 'HTTPGetAction', fields: ['host'], rule: 'host-probes' },
  {
    type: 'HTTPGetAction',
    fields: ['httpHeaders', 'path'],
    rule: 'probe-payload',
  },
  { type: 'HTTPGetAction', fields: ['port', 'scheme'], because: itself },
  { type: 'TCPSocketAction', fields: ['host'], rule: 'host-probes' },
  { type: 'TCPSocketAction', fields: ['port'], because: itself },
  { type: 'GRPCAction', fields: ['service'], rule: 'probe-payload' },
  { type: 'GRPCAction', fields: ['port'], because: itself },
  { type: 'ExecAction', fields: ['command'], rule: 'exec-probes' },
];

/** What the review says of rules holds of the policies that are rendered. The other half is `podFields.test.ts`. */
export const reviewedFields: ShapeAttack = {
  proof: 'shape',
  row: 'P24',
  title: 'a field that a rule is said to look at, and that it never mentions',
  violations: objects => {
    const rules = objects.flatMap(rulesOf);
    if (rules.length === 0) return [];
    return podFields.flatMap(review =>
      'rule' in review
        ? review.fields
            .filter(
              field =>
                !rules.some(
                  ({ message, expression }) =>
                    message.startsWith(`${review.rule}: `) &&
                    new RegExp(`\\b${field}\\b`).test(expression),
                ),
            )
            .map(
              field => `${review.rule} never mentions ${review.type}.${field}`,
            )
        : [],
    );
  },
};

function rulesOf({ metadata, spec }: PartialObject) {
  const validations =
    metadata.name === 'tenantry-workloads' && isMap(spec)
      ? spec.validations
      : [];
  return (isList(validations) ? validations : []).flatMap(validation =>
    isMap(validation)
      ? [
          {
            message: String(validation.message),
            expression: String(validation.expression),
          },
        ]
      : [],
  );
}
