import { compareQuantities } from '@tenantry/model';
import { celList } from '../admission/rule';
import { podAttack } from '../attacks';
import { namespaceMetadata } from '../builders';
import { combine } from '../compare';
import { defineControl } from '../control';
import type { EnvironmentContext } from '../control';
import { annotations } from '../names';
import type { JsonMap } from '../objects';
import { compareQuota } from '../resources/compareQuota';

/** Volumes that are served from the API server, the node's own disk, a driver or an image: nothing the node dials for. */
const kinds = [
  ...['configMap', 'downwardAPI', 'secret', 'projected', 'emptyDir'],
  ...['ephemeral', 'persistentVolumeClaim', 'csi', 'image'],
];

/** As much as one container may have at all, on disk and in memory. */
function scratch({ size }: EnvironmentContext) {
  const { ephemeralStorage, memory } = size.container.max;
  return {
    [annotations.scratch]: ephemeralStorage,
    [annotations.memoryScratch]: memory,
  };
}

const bound =
  "(volume.emptyDir.?medium.orValue('') == '' ? variables.scratch : variables.memoryScratch)";

const volume = (source: JsonMap) => ({
  spec: { volumes: [{ name: 'data', ...source }] },
});
const emptyDir = (content: JsonMap) => volume({ emptyDir: content });

/**
 * Volumes hold nothing of the network, and no more than a container may have.
 *
 * Fields: volumes[]: its kind; csi.driver; emptyDir.sizeLimit, by emptyDir.medium.
 * Allowed: the kinds that the restricted Pod Security standard knows, in every profile: with the others a pod names an
 * NFS server, or another tenant's disk by its id, and the node mounts it. Inline CSI drivers of the cluster's list, for
 * the standard lets every driver pass. An emptyDir of at most what one container may use, on disk or in memory; without
 * a limit it gets that one when the pod is created. A limit of 0 means none, and is refused.
 * Contributes: Namespace annotations tenantry.dev/scratch and tenantry.dev/memory-scratch, and the limit.
 * Facts: cluster.spec.csiDrivers, size.container.max. Tokens and certificates in projected volumes are looked at by
 * service-account-tokens, classes of ephemeral claims by storage-classes.
 */
export const volumes = defineControl({
  id: 'volumes',
  title: 'Volumes of known kinds and bounded size',
  component: 'pods',
  why: 'The node mounts what a pod names, past every NetworkPolicy and with the rights of a driver. Scratch space without a bound fills the disk or the memory of a node that others use.',
  references: [
    'https://kubernetes.io/docs/concepts/storage/volumes/',
    'https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-driver-restrictions',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage',
  ],
  stops: [
    {
      id: 'P11',
      attempt: 'let the node mount a server, a disk or a driver of its choice',
    },
    { id: 'Q07', attempt: 'fill the disk or the memory by an emptyDir' },
  ],
  attacks: [
    podAttack('P11', 'an NFS server of its choice', {
      attack: volume({ nfs: { server: '192.168.0.9', path: '/' } }),
      twin: emptyDir({}),
      podsBy: 'pod-security',
    }),
    ...(
      [
        {
          iscsi: {
            targetPortal: '192.168.0.9',
            iqn: 'iqn.2001-04.com.example:x',
            lun: 0,
          },
        },
        { flexVolume: { driver: 'example.com/x' } },
        { awsElasticBlockStore: { volumeID: 'vol-0123456789abcdef0' } },
        { hostPath: { path: '/' } },
      ] satisfies JsonMap[]
    ).map(source =>
      podAttack('P11', `a volume of kind ${Object.keys(source)[0]}`, {
        attack: volume(source),
        twin: emptyDir({}),
        podsBy: 'pod-security',
        in: ['pod', 'update'],
      }),
    ),
    podAttack('P11', 'an inline volume of a driver nobody approved', {
      attack: volume({ csi: { driver: 'hostpath.csi.k8s.io' } }),
      twin: ({ cluster }) =>
        cluster.spec.csiDrivers.length > 0
          ? volume({ csi: { driver: cluster.spec.csiDrivers[0] } })
          : {},
    }),
    podAttack('Q07', 'an emptyDir larger than a container may be', {
      attack: emptyDir({ sizeLimit: '9Pi' }),
      twin: ({ size }) =>
        emptyDir({ sizeLimit: size.container.max.ephemeralStorage }),
    }),
    podAttack('Q07', 'an emptyDir whose limit of 0 means none', {
      attack: emptyDir({ sizeLimit: '0' }),
      twin: emptyDir({}),
      in: ['pod', 'update'],
    }),
    podAttack('Q07', 'an emptyDir that takes memory up to the limit for disk', {
      attack: ({ size }) =>
        emptyDir({
          medium: 'Memory',
          sizeLimit: size.container.max.ephemeralStorage,
        }),
      twin: ({ size }) =>
        emptyDir({ medium: 'Memory', sizeLimit: size.container.max.memory }),
      in: ['pod', 'update'],
      where: ({ size: { container } }) =>
        compareQuantities(
          container.max.ephemeralStorage,
          container.max.memory,
        ) > 0,
    }),
    podAttack('Q07', 'an emptyDir in memory without a limit', {
      attack: emptyDir({ medium: 'Memory', sizeLimit: '0' }),
      twin: emptyDir({ medium: 'Memory' }),
      in: ['pod'],
    }),
  ],
  environment: context => [
    namespaceMetadata(context, { annotations: scratch(context) }),
  ],
  mutations: [
    {
      on: 'workloads',
      patch: [
        'variables.volumes.transformList(index, volume, has(volume.emptyDir) && !has(volume.emptyDir.sizeLimit),',
        `JSONPatch{op: 'add', path: '/spec/volumes/' + string(index) + '/emptyDir/sizeLimit', value: ${bound}})`,
      ].join(' '),
    },
  ],
  rules: [
    {
      on: 'workloads',
      require: `variables.volumes.all(volume, ${kinds
        .map(kind => `has(volume.${kind})`)
        .join(' || ')})`,
      message: `a volume may be ${kinds.join(', ')}`,
    },
    {
      on: 'workloads',
      require: ({ cluster }) =>
        `variables.volumes.all(volume, !has(volume.csi) || volume.csi.driver in ${celList(
          cluster.spec.csiDrivers,
        )})`,
      message:
        'inline volumes may only be of the CSI drivers that the cluster lists',
    },
    {
      on: 'workloads',
      require: [
        'variables.volumes.all(volume, !has(volume.emptyDir) || (has(volume.emptyDir.sizeLimit)',
        `? quantity(volume.emptyDir.sizeLimit).isGreaterThan(quantity('0')) && !quantity(volume.emptyDir.sizeLimit).isGreaterThan(quantity(${bound}))`,
        // A template may leave it to the mutation of its pods.
        ': !variables.isComplete))',
      ].join(' '),
      message:
        'an emptyDir must have a sizeLimit above 0, at most tenantry.dev/scratch of the namespace, or memory-scratch in memory',
    },
  ],
  summary: ({ size: { container } }) =>
    `scratch up to ${container.max.ephemeralStorage}`,
  compare: (before, after) =>
    combine([compareQuota(scratch(before), scratch(after))]),
});
