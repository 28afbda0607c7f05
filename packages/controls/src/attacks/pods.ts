import type { JsonMap, PartialObject } from '../objects';
import type { Actor, ApiAttack, Attempt, Refusal, Stage } from './attack';
import { jsonPatch, mergePatch, overlay } from './overlay';
import { attack, attackName, whole } from './requests';

/** A change of a harmless pod: of its spec, and of the container that is looked at. */
export interface PodChange {
  readonly spec?: JsonMap;
  readonly container?: JsonMap;
}

type Change = PodChange | ((stage: Stage) => PodChange);

export interface PodAttackOptions extends Pick<ApiAttack, 'where'> {
  readonly as?: Actor;
  readonly by?: Refusal;
  /** Who may speak first when it isn't the rule: where Pod Security, say, refuses pods (not templates) as well. */
  readonly podsBy?: Refusal;
  readonly attack: Change;
  /** Default: the harmless pod as it is. */
  readonly twin?: Change;
  /** Default: in pods and in every kind that holds a template. */
  readonly in?: readonly Place[];
}

/** Where a pod spec, or a container in it, can stand. */
export type Place =
  | 'pod'
  | 'init container'
  | 'ephemeral container'
  | 'template'
  | 'update';

/** A container that every profile admits. */
function container(stage: Stage, name: string): JsonMap {
  return {
    name,
    image: `${stage.platform.spec.registries[0]}/app@sha256:${'0'.repeat(64)}`,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
}

/** The spec of a pod that every profile admits. */
export function harmlessPod(stage: Stage): JsonMap {
  return {
    automountServiceAccountToken: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_001,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [container(stage, 'app')],
  };
}

/** Keys that an ephemeral container can't have. */
const notEphemeral = new Set([
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'ports',
  'resources',
]);

/**
 * An attack by a field of a pod, tried in every place a pod spec can stand: in a Pod, in an init container that keeps
 * running, in an ephemeral container, in the template of every kind that has one, and by every way to change a template.
 */
export function podAttack(
  row: string,
  title: string,
  { attack: bad, twin = {}, podsBy, in: places, ...options }: PodAttackOptions,
): ApiAttack {
  const wanted = (place: Place) => places?.includes(place) ?? true;
  return attack(
    row,
    title,
    stage => {
      const [evil, good] = [changeOf(bad, stage), changeOf(twin, stage)];
      const by = podsBy ? { by: [options.by ?? 'rule', podsBy] as const } : {};
      return [
        ...(wanted('pod') ? [inPod(stage, evil, good)] : []),
        ...(wanted('init container') && evil.container
          ? [inInitContainer(stage, evil, good)]
          : []),
        ...(wanted('ephemeral container') &&
        evil.container &&
        !evil.spec &&
        !Object.keys(evil.container).some(key => notEphemeral.has(key))
          ? [inEphemeralContainer(stage, evil, good)]
          : []),
      ]
        .map((attempt): Attempt => ({ ...attempt, ...by }))
        .concat(
          wanted('template') ? inTemplates(stage, evil, good) : [],
          wanted('update') ? byUpdate(stage, evil, good) : [],
        );
    },
    options,
  );
}

function changeOf(change: Change, stage: Stage): PodChange {
  return typeof change === 'function' ? change(stage) : change;
}

function specWith(stage: Stage, change: PodChange): JsonMap {
  const base = harmlessPod(stage);
  const [first] = base.containers as JsonMap[];
  return overlay(
    { ...base, containers: [overlay(first, change.container ?? {})] },
    change.spec ?? {},
  );
}

function pod(stage: Stage, spec: JsonMap): PartialObject {
  return whole('v1/pods', 'Pod', stage.namespace, { spec });
}

function inPod(stage: Stage, bad: PodChange, good: PodChange): Attempt {
  const { namespace } = stage;
  const request = (change: PodChange) =>
    ({
      verb: 'create',
      resource: 'v1/pods',
      namespace,
      body: pod(stage, specWith(stage, change)),
    } as const);
  return { route: 'in a Pod', attack: request(bad), twin: request(good) };
}

function inInitContainer(
  stage: Stage,
  bad: PodChange,
  good: PodChange,
): Attempt {
  const { namespace } = stage;
  const request = (change: PodChange) => {
    const sidecar = { ...container(stage, 'sidecar'), restartPolicy: 'Always' };
    const spec = specWith(stage, { ...change, container: {} });
    return {
      verb: 'create',
      resource: 'v1/pods',
      namespace,
      body: pod(stage, {
        ...spec,
        initContainers: [overlay(sidecar, change.container ?? {})],
      }),
    } as const;
  };
  return {
    route: 'in a sidecar',
    attack: request(bad),
    twin: request(good),
  };
}

function inEphemeralContainer(
  stage: Stage,
  bad: PodChange,
  good: PodChange,
): Attempt {
  const { namespace } = stage;
  const request = (change: PodChange) =>
    ({
      verb: 'patch',
      patch: 'merge',
      resource: 'v1/pods/ephemeralcontainers',
      namespace,
      name: attackName,
      body: {
        spec: {
          ephemeralContainers: [
            overlay(
              // Said outright: nothing fills in what is missing here.
              { ...container(stage, 'debug'), imagePullPolicy: 'Always' },
              change.container ?? {},
            ),
          ],
        },
      },
    } as const);
  return {
    route: 'in an ephemeral container',
    as: 'insider',
    attack: request(bad),
    twin: request(good),
    given: [pod(stage, harmlessPod(stage))],
  };
}

const labels = { app: attackName };

interface TemplateKind {
  readonly resource: string;
  readonly kind: string;
  /** Who may write it. */
  readonly as?: Actor;
  readonly body: (template: JsonMap) => JsonMap;
}

const selected = (template: JsonMap): JsonMap => ({
  selector: { matchLabels: labels },
  template,
});
const finite = (template: JsonMap): JsonMap => ({
  ...template,
  spec: { restartPolicy: 'Never', ...(template.spec as JsonMap) },
});
const jobOf = (template: JsonMap): JsonMap => ({
  ttlSecondsAfterFinished: 600,
  template: finite(template),
});

/** Without DaemonSets, of which a tenant can have none. */
const templateKinds: readonly TemplateKind[] = [
  {
    resource: 'apps/v1/deployments',
    kind: 'Deployment',
    body: template => ({ spec: selected(template) }),
  },
  {
    resource: 'apps/v1/statefulsets',
    kind: 'StatefulSet',
    body: template => ({
      spec: { serviceName: attackName, ...selected(template) },
    }),
  },
  {
    resource: 'batch/v1/jobs',
    kind: 'Job',
    body: template => ({ spec: jobOf(template) }),
  },
  {
    resource: 'batch/v1/cronjobs',
    kind: 'CronJob',
    body: template => ({
      spec: { schedule: '0 * * * *', jobTemplate: { spec: jobOf(template) } },
    }),
  },
  {
    resource: 'apps/v1/replicasets',
    kind: 'ReplicaSet',
    as: 'insider',
    body: template => ({ spec: selected(template) }),
  },
  {
    resource: 'v1/replicationcontrollers',
    kind: 'ReplicationController',
    as: 'insider',
    body: template => ({ spec: { selector: labels, template } }),
  },
  {
    resource: 'v1/podtemplates',
    kind: 'PodTemplate',
    as: 'insider',
    body: template => ({ template }),
  },
];

function templated(
  { resource, kind, body }: TemplateKind,
  stage: Stage,
  change: PodChange,
): PartialObject {
  const template = { metadata: { labels }, spec: specWith(stage, change) };
  return whole(resource, kind, stage.namespace, body(template));
}

function inTemplates(stage: Stage, bad: PodChange, good: PodChange): Attempt[] {
  const { namespace } = stage;
  return templateKinds.map(kind => {
    const request = (change: PodChange) =>
      ({
        verb: 'create',
        resource: kind.resource,
        namespace,
        body: templated(kind, stage, change),
      } as const);
    return {
      route: `in a ${kind.kind}`,
      ...(kind.as ? { as: kind.as } : {}),
      attack: request(bad),
      twin: request(good),
    };
  });
}

/** Every way to change the template of a Deployment. */
function byUpdate(stage: Stage, bad: PodChange, good: PodChange): Attempt[] {
  const { namespace } = stage;
  const [deployment] = templateKinds;
  const before = templated(deployment, stage, {});
  const given = [before];
  const to = {
    resource: deployment.resource,
    namespace,
    name: attackName,
  } as const;
  const after = (change: PodChange) => {
    const whole_ = templated(deployment, stage, change);
    // A change in any case, so that the twin isn't an empty patch.
    return overlay(whole_, {
      metadata: { annotations: { 'example.com/touched': 'yes' } },
    });
  };
  const [evil, harmless] = [after(bad), after(good)];
  return [
    {
      route: 'by updating a Deployment',
      attack: { verb: 'update', ...to, body: evil },
      twin: { verb: 'update', ...to, body: harmless },
      given,
    },
    {
      route: 'by merge patch of a Deployment',
      attack: {
        verb: 'patch',
        patch: 'merge',
        ...to,
        body: mergePatch(before, evil),
      },
      twin: {
        verb: 'patch',
        patch: 'merge',
        ...to,
        body: mergePatch(before, harmless),
      },
      given,
    },
    {
      route: 'by JSON patch of a Deployment',
      attack: {
        verb: 'patch',
        patch: 'json',
        ...to,
        body: jsonPatch(before, evil),
      },
      twin: {
        verb: 'patch',
        patch: 'json',
        ...to,
        body: jsonPatch(before, harmless),
      },
      given,
    },
    {
      route: 'by applying a Deployment',
      attack: { verb: 'patch', patch: 'apply', ...to, body: evil },
      twin: { verb: 'patch', patch: 'apply', ...to, body: harmless },
    },
  ];
}
