import { creatable } from '../access/grants';
import { celList } from '../admission/rule';
import { namespacedTargets } from '../admission/targets';
import { attack, create, metadataAttack, objectAttack } from '../attacks';
import { defineControl } from '../control';
import type { JsonMap } from '../objects';
import { platformKinds } from '../platformKinds';

/** What the API server and the controllers of Kubernetes put on, and take off again whatever a tenant does. */
const known: Readonly<Record<string, readonly string[]>> = {
  Pod: ['batch.kubernetes.io/job-tracking'],
  PersistentVolumeClaim: [
    'kubernetes.io/pvc-protection',
    'provisioner.storage.kubernetes.io/cloning-protection',
    'snapshot.storage.kubernetes.io/pvc-as-source-protection',
  ],
};

/** On everything that Argo CD runs as a hook. */
const hookFinalizer = 'argocd.argoproj.io/hook-finalizer';

/** Kinds of Kubernetes itself that live in a namespace and own others. */
const owners = [
  ...new Set([
    ...creatable().map(({ kind }) => kind),
    ...platformKinds.map(({ kind }) => kind),
    'ReplicaSet',
    'ReplicationController',
    'DaemonSet',
  ]),
];

const isKnown = `finalizer in {${Object.entries(known)
  .map(([kind, finalizers]) => `'${kind}': ${celList(finalizers)}`)
  .join(', ')}}[?object.kind].orValue([])`;

const list = (when: 'new' | 'old', field: string) =>
  `variables.${when}Metadata.?${field}.orValue([])`;

const owner = { apiVersion: 'v1', name: 'somebody', uid: 'a-made-up-uid' };

const ownedBy = (reference: JsonMap) => ({
  ownerReferences: [{ ...owner, ...reference }],
});

/**
 * No object outlives its namespace, or holds up what isn't the tenant's.
 *
 * Fields: metadata.finalizers and metadata.ownerReferences of every object; what was there may stay.
 * Allowed finalizers: those in `known` on their kind; Argo CD's on its hooks, by the tenant's deployer; any that a
 * controller in kube-system adds to an object that exists. A new object is judged whoever creates it, for a pod has the
 * finalizers of the template that its tenant wrote.
 * Allowed owners: kinds of Kubernetes that live in namespaces, and kinds of other API groups (operators own what they
 * make). An owner in another namespace can't be told from its reference, and needn't be: the garbage collector looks
 * for it in this one, and deletes the object.
 */
export const finalizersAndOwners = defineControl({
  id: 'finalizers-and-owners',
  title: 'Nothing that can never be deleted',
  component: 'namespace',
  why: 'A finalizer that nobody takes off keeps a namespace from ever being deleted, and with it the tenant. An owner outside the namespace waits, when it is deleted, for the objects that name it.',
  references: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/',
  ],
  stops: [
    { id: 'N07', attempt: 'keep a namespace alive with a finalizer' },
    { id: 'N08', attempt: 'be owned by an object of the cluster' },
  ],
  rules: [
    {
      on: namespacedTargets,
      require: [
        "variables.isPlatform || (variables.isSystem && request.operation == 'UPDATE') ||",
        `${list('new', 'finalizers')}.all(finalizer,`,
        `finalizer in ${list('old', 'finalizers')} || ${isKnown} ||`,
        `(variables.isDeployer && finalizer == '${hookFinalizer}'))`,
      ].join(' '),
      message:
        'only finalizers that the cluster itself takes off again may be added',
      everyRequest: true,
    },
    {
      on: namespacedTargets,
      require: [
        'variables.isPlatform ||',
        `${list('new', 'ownerReferences')}.all(owner,`,
        `owner in ${list('old', 'ownerReferences')} ||`,
        // Kubernetes' own groups have no dot, or end so.
        "!(!owner.apiVersion.split('/')[0].contains('.') || owner.apiVersion.split('/')[0].endsWith('.k8s.io')) ||",
        `owner.kind in ${celList(owners)})`,
      ].join(' '),
      message: 'an owner must be of a kind that lives in the namespace',
      everyRequest: true,
    },
  ],
  attacks: [
    metadataAttack('N07', 'a finalizer that nobody takes off', {
      attack: { finalizers: ['example.com/never'] },
    }),
    objectAttack('N07', 'a finalizer of one kind on another', {
      resource: 'v1/configmaps',
      kind: 'ConfigMap',
      attack: { metadata: { finalizers: known.Pod } },
      twin: {},
      routes: ['create'],
    }),
    metadataAttack('N07', 'one more finalizer than the Job controller needs', {
      as: 'developer',
      attack: { finalizers: [...known.Pod, 'example.com/never'] },
      twin: { finalizers: known.Pod },
      kinds: ['Pod'],
    }),
    metadataAttack('N07', 'one more finalizer than a volume needs', {
      as: 'developer',
      attack: {
        finalizers: [...known.PersistentVolumeClaim, 'example.com/never'],
      },
      twin: { finalizers: known.PersistentVolumeClaim },
      kinds: ['PersistentVolumeClaim'],
    }),
    attack(
      'N07',
      "the finalizer of Argo CD's hooks, by somebody else",
      ({ namespace }) => {
        const request = create('v1/configmaps', 'ConfigMap', namespace, {
          metadata: { finalizers: [hookFinalizer] },
        });
        return [
          {
            route: 'create',
            attack: request,
            twin: request,
            twinAs: 'deployer',
          },
        ];
      },
    ),
    metadataAttack('N08', 'an object that belongs to a node', {
      attack: ownedBy({ kind: 'Node', blockOwnerDeletion: true }),
    }),
    ...[
      { apiVersion: 'v1', kind: 'Namespace' },
      { apiVersion: 'v1', kind: 'PersistentVolume' },
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
      {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
      },
    ].map(reference =>
      objectAttack('N08', `an object that belongs to a ${reference.kind}`, {
        resource: 'v1/configmaps',
        kind: 'ConfigMap',
        attack: { metadata: ownedBy(reference) },
        twin: { metadata: ownedBy({ kind: 'ConfigMap' }) },
        routes: ['create'],
      }),
    ),
    objectAttack('N08', 'a second owner outside the namespace', {
      resource: 'v1/configmaps',
      kind: 'ConfigMap',
      attack: {
        metadata: {
          ownerReferences: [
            { ...owner, apiVersion: 'example.com/v1', kind: 'Database' },
            { ...owner, uid: 'another', kind: 'Node' },
          ],
        },
      },
      twin: {
        metadata: {
          ownerReferences: [
            { ...owner, apiVersion: 'example.com/v1', kind: 'Database' },
            {
              ...owner,
              uid: 'another',
              apiVersion: 'apps/v1',
              kind: 'ReplicaSet',
            },
          ],
        },
      },
      routes: ['create'],
    }),
  ],
});
