import { celList } from '../admission/rule';
import { defineControl } from '../control';
import type { ClusterContext } from '../control';
import { storageAttacks } from './storage-classes.attacks';

/** Older than the field, and still stronger than it. */
const legacyClass = 'volume.beta.kubernetes.io/storage-class';

/** What a claim asks for, wherever it stands: in a claim, a StatefulSet or a pod's ephemeral volume. */
const anyVolume = (spec: string) =>
  `!${spec}.?selector.hasValue() && ${spec}.?dataSourceRef.?namespace.orValue(request.namespace) == request.namespace`;

const noAttributes = (spec: string) =>
  `${spec}.?volumeAttributesClassName.orValue('') == ''`;

const noLegacyClass = (metadata: string) =>
  `!('${legacyClass}' in ${metadata}.?annotations.orValue({}))`;

const templates = [
  'variables.volumes.filter(volume, has(volume.ephemeral)).map(volume, volume.ephemeral.volumeClaimTemplate)',
  "(object.kind == 'StatefulSet' ? dyn(object).spec.?volumeClaimTemplates.orValue([]) : [])",
].join(' + ');

/** A template may leave the class to the default, which the API server fills in when the claim is made. */
function everyTemplate({ cluster }: ClusterContext): string {
  const spec = 'template.spec';
  return `(${templates}).all(template, ${[
    `(!has(${spec}.storageClassName) || ${spec}.storageClassName in ${celList(
      cluster.spec.storageClasses,
    )})`,
    noLegacyClass('template.?metadata'),
    `${spec}.?volumeName.orValue('') == ''`,
    anyVolume(spec),
    noAttributes(spec),
  ].join(' && ')})`;
}

/** The volume of a claim is named by the cluster's own controller, once. */
const namedBySystem =
  "request.operation == 'UPDATE' && (variables.isSystem || variables.spec.?volumeName.orValue('') == variables.oldSpec.?volumeName.orValue(''))";

/**
 * Claims get new volumes of the classes that the platform offers.
 *
 * Fields: PersistentVolumeClaim spec.storageClassName: one of cluster.spec.storageClasses; an empty one, which binds to
 * volumes made by hand, isn't. The annotation volume.beta.kubernetes.io/storage-class, which counts for more than the
 * field: absent. spec.volumeName and spec.selector: absent, unless the platform binds a volume. spec.dataSourceRef: of
 * the own namespace (a feature gate; the API server drops another one where it is off).
 * spec.volumeAttributesClassName: absent, because it buys performance that no quota counts.
 * The same in volumeClaimTemplates and ephemeral volumes, so that the author of a template is told.
 * Facts: cluster.spec.storageClasses. Withholds: create on persistentvolumes and storageclasses.
 */
export const storageClasses = defineControl({
  id: 'storage-classes',
  title: 'New volumes of offered classes, never an old one',
  component: 'storage',
  why: "A volume made by hand can be a node's disk, and a released one still holds its last owner's data. A claim that names neither class nor volume of its own choosing gets an empty one.",
  references: [
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#class-1',
    'https://kubernetes.io/docs/concepts/storage/volume-attributes-classes/',
  ],
  stops: [
    { id: 'V01', attempt: "make a volume of a node's disk" },
    {
      id: 'V02',
      attempt: 'get at a volume made by hand, or one of another tenant',
    },
  ],
  withholds: (['admin', 'developer', 'deployer'] as const).flatMap(role =>
    [
      { apiGroups: [''], resources: ['persistentvolumes'] },
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'] },
    ].map(what => ({ role, ...what, verbs: ['create'], clusterWide: true })),
  ),
  rules: [
    {
      on: 'claims',
      require: ({ cluster }) =>
        [
          'variables.isPlatform',
          `variables.spec.?storageClassName.orValue('') in ${celList(
            cluster.spec.storageClasses,
          )} && ${noLegacyClass('variables.newMetadata')}`,
        ].join(' || '),
      message:
        'storageClassName must be a class that the platform offers; an empty one, or the annotation of old, is none',
    },
    {
      on: 'claims',
      require: [
        'variables.isPlatform',
        `(${namedBySystem} || variables.spec.?volumeName.orValue('') == '') && ${anyVolume(
          'variables.spec',
        )}`,
      ].join(' || '),
      message:
        'a claim must not choose its volume: no volumeName, no selector, no source in another namespace',
    },
    {
      on: 'claims',
      require: `variables.isPlatform || ${noAttributes('variables.spec')}`,
      message: 'volumeAttributesClassName must be absent',
    },
    {
      on: 'workloads',
      require: everyTemplate,
      message:
        "claims of volumeClaimTemplates and ephemeral volumes must be of a class that the platform offers, and mustn't choose their volume",
    },
  ],
  attacks: storageAttacks,
});
