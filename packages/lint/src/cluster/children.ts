import type { Path } from '@tenantry/model';
import { isMap, listAt, mapAt, textAt, valueAt } from '../value';
import type { ValueMap } from '../value';

/** What a controller makes of an object, and where its fields stand there. */
export interface Child {
  readonly object: ValueMap;
  /** The user name of the controller. */
  readonly user: string;
  /** The path of a field of the child, in the object it is made of. */
  readonly origin: (path: Path) => Path;
}

const controller = (name: string) =>
  `system:serviceaccount:kube-system:${name}-controller`;

/** Kinds whose pods are made of `spec.template`, and who makes them. */
const ofTemplates: Readonly<Record<string, string>> = {
  Deployment: controller('replicaset'),
  ReplicaSet: controller('replicaset'),
  ReplicationController: controller('replication'),
  StatefulSet: controller('statefulset'),
  DaemonSet: controller('daemon-set'),
  Job: controller('job'),
};

const pod = { apiVersion: 'v1', kind: 'Pod' };
const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const job = { apiVersion: 'batch/v1', kind: 'Job' };

/** A pod of each template, a Job of each CronJob, a claim of each template of claims. */
export function childrenOf(object: ValueMap): Child[] {
  const kind = textAt(object, 'kind') ?? '';
  return [
    ...(Object.hasOwn(ofTemplates, kind)
      ? made(object, ['spec', 'template'], pod, ofTemplates[kind])
      : []),
    ...(kind === 'CronJob'
      ? made(object, ['spec', 'jobTemplate'], job, controller('cronjob'))
      : []),
    ...(kind === 'StatefulSet'
      ? listAt(object, 'spec', 'volumeClaimTemplates').flatMap((_, index) =>
          made(
            object,
            ['spec', 'volumeClaimTemplates', index],
            claim,
            controller('statefulset'),
          ),
        )
      : []),
    ...(kind === 'Pod' ? ephemeralClaims(object) : []),
  ];
}

function ephemeralClaims(object: ValueMap): Child[] {
  return listAt(object, 'spec', 'volumes').flatMap((_, index) =>
    made(
      object,
      ['spec', 'volumes', index, 'ephemeral', 'volumeClaimTemplate'],
      claim,
      controller('ephemeral-volume'),
    ),
  );
}

/** The child is the template with a type, a name and an owner. */
function made(
  parent: ValueMap,
  at: Path,
  type: { readonly apiVersion: string; readonly kind: string },
  user: string,
): Child[] {
  const template = valueAt(parent, at);
  if (!isMap(template) || !isMap(template.spec)) return [];
  const name = textAt(parent, 'metadata', 'name') ?? '';
  const owner = {
    apiVersion: textAt(parent, 'apiVersion') ?? '',
    kind: textAt(parent, 'kind') ?? '',
    name,
    uid: '00000000-0000-0000-0000-000000000000',
    controller: true,
  };
  const { namespace } = mapAt(parent, 'metadata');
  const metadata = {
    ...mapAt(template, 'metadata'),
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ownerReferences: [owner],
  };
  return [
    {
      object: { ...type, ...template, metadata },
      user,
      origin: path => [...at, ...path],
    },
  ];
}
