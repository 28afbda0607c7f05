import {
  attack,
  create,
  harmlessPod,
  objectAttack,
  podAttack,
  withheld,
} from '../attacks';
import type { ApiAttack, Attack, Stage } from '../attacks';
import type { EnvironmentContext } from '../control';
import type { JsonMap } from '../objects';

const where = ({ cluster }: EnvironmentContext) =>
  cluster.spec.storageClasses.length > 0;

const claims = {
  resource: 'v1/persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
};

const legacyClass = 'volume.beta.kubernetes.io/storage-class';

/** A claim that is admitted, but for a change. */
function claim({ cluster }: Stage, change: JsonMap = {}): JsonMap {
  return {
    accessModes: ['ReadWriteOnce'],
    storageClassName: cluster.spec.storageClasses[0],
    resources: { requests: { storage: '1Gi' } },
    ...change,
  };
}

type Change = Pick<Parameters<typeof objectAttack>[2], 'routes'> & {
  readonly spec?: JsonMap;
  readonly annotations?: Record<string, string>;
};

function claimAttack(
  title: string,
  { spec = {}, annotations, ...options }: Change,
): ApiAttack {
  return objectAttack('V02', title, {
    ...claims,
    attack: stage => ({
      ...(annotations ? { metadata: { annotations } } : {}),
      spec: claim(stage, spec),
    }),
    twin: stage => ({ spec: claim(stage) }),
    // Most of a claim can't be changed by anybody.
    routes: ['create', 'apply'],
    where,
    ...options,
  });
}

/** The same in the two places where claims are made of templates. */
function templateAttacks(
  title: string,
  { spec = {}, annotations = {} }: Change,
): ApiAttack[] {
  const bad = (stage: Stage) => ({
    metadata: { annotations },
    spec: claim(stage, spec),
  });
  const good = (stage: Stage) => ({ spec: claim(stage) });
  return [
    podAttack('V02', `${title}, as an ephemeral volume`, {
      attack: stage => ephemeralVolume(bad(stage)),
      twin: stage => ephemeralVolume(good(stage)),
      where,
    }),
    objectAttack('V02', `${title}, of a StatefulSet`, {
      resource: 'apps/v1/statefulsets',
      kind: 'StatefulSet',
      attack: stage => statefulSet(stage, bad(stage)),
      twin: stage => statefulSet(stage, good(stage)),
      routes: ['create', 'apply'],
      where,
    }),
  ];
}

function ephemeralVolume(volumeClaimTemplate: JsonMap) {
  return {
    spec: { volumes: [{ name: 'data', ephemeral: { volumeClaimTemplate } }] },
  };
}

function statefulSet(stage: Stage, { metadata, ...template }: JsonMap) {
  const labels = { app: 'db' };
  return {
    spec: {
      replicas: 0,
      serviceName: 'db',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: harmlessPod(stage) },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', ...(metadata as JsonMap | undefined) },
          ...template,
        },
      ],
    },
  };
}

const another: Change = { spec: { storageClassName: 'host-path' } };
const none: Change = { spec: { storageClassName: '' } };
const ofOld: Change = { annotations: { [legacyClass]: 'host-path' } };
const named: Change = { spec: { volumeName: 'pvc-of-somebody' } };
const selecting: Change = {
  spec: { selector: { matchLabels: { backup: 'yes' } } },
};
const faster: Change = { spec: { volumeAttributesClassName: 'gold' } };

export const storageAttacks: readonly Attack[] = [
  ...(['admin', 'developer', 'deployer'] as const).flatMap(as => [
    withheld('V01', `a volume of a node's disk, made by the ${as}`, as, () =>
      create('v1/persistentvolumes', 'PersistentVolume', undefined, {
        spec: {
          capacity: { storage: '1Gi' },
          accessModes: ['ReadWriteOnce'],
          hostPath: { path: '/' },
        },
      }),
    ),
    withheld('V02', `a class of the ${as}'s own`, as, () =>
      create('storage.k8s.io/v1/storageclasses', 'StorageClass', undefined, {
        provisioner: 'kubernetes.io/no-provisioner',
      }),
    ),
  ]),
  claimAttack('a class that is not offered', another),
  claimAttack('an empty class, for a volume made by hand', none),
  claimAttack('no class, where the cluster has no default', {
    spec: { storageClassName: undefined },
  }),
  claimAttack('a class in the annotation of old', ofOld),
  claimAttack('a volume by its name', named),
  claimAttack('a volume by its name, later', {
    ...named,
    routes: ['update', 'merge patch', 'JSON patch'],
  }),
  claimAttack('a volume by its labels', selecting),
  attack(
    'V02',
    'a volume made by hand, as only the platform may bind it',
    stage => {
      const { resource, kind } = claims;
      const request = create(resource, kind, stage.namespace, {
        spec: claim(stage, { ...none.spec, ...named.spec, ...faster.spec }),
      });
      return [
        {
          route: 'create',
          attack: request,
          twin: request,
          twinAs: 'platform',
        },
      ];
    },
    { where },
  ),
  claimAttack('better performance than agreed', faster),
  ...templateAttacks('a class that is not offered', another),
  ...templateAttacks('an empty class', none),
  ...templateAttacks('a class in the annotation of old', ofOld),
  ...templateAttacks('a volume by its name', named),
  ...templateAttacks('a volume by its labels', selecting),
  ...templateAttacks('better performance than agreed', faster),
];
