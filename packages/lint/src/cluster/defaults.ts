import { isMap, listAt, mapAt, textAt, valueAt, withValue } from '../value';
import type { Value, ValueMap } from '../value';
import type { Place } from './place';

/**
 * What the API server fills in before anybody judges, as far as somebody does judge it:
 *
 * - every object: metadata.namespace
 * - wherever a pod spec stands: imagePullPolicy of containers and init containers, pullPolicy of image volumes (Always
 *   for `latest` and for no tag, else IfNotPresent); a volume without a source is an emptyDir; on the node's network
 *   each port is the node's
 * - in a claim without a class: a class that the platform offers, which the cluster's default is taken to be; a warning
 *   says so
 * - in a Pod: requests that are missing are the limits; then what the LimitRange has as defaults; the overhead of the
 *   RuntimeClass
 *
 * Rules that read a field know the other defaults themselves, for they are written for fields that may be missing.
 */
export function withDefaults(object: ValueMap, place: Place): ValueMap {
  const { namespace } = place.context;
  const placed = mapAt(
    textAt(object, 'metadata', 'namespace')
      ? object
      : withValue(object, ['metadata', 'namespace'], namespace),
  );
  if (leavesClassOpen(placed)) {
    const [offered] = place.context.cluster.spec.storageClasses;
    return mapAt(withValue(placed, ['spec', 'storageClassName'], offered));
  }
  const path = podSpecPath(placed);
  if (!path || !isMap(valueAt(placed, path))) return placed;
  const filled = withValue(placed, path, podSpec(mapAt(placed, ...path)));
  return mapAt(filled);
}

/** A claim that takes the cluster's default class, whichever that is. */
export function leavesClassOpen(object: ValueMap): boolean {
  return (
    textAt(object, 'kind') === 'PersistentVolumeClaim' &&
    valueAt(object, ['spec', 'storageClassName']) === undefined
  );
}

const template = ['spec', 'template', 'spec'];
const podSpecPaths: Readonly<Record<string, string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  CronJob: ['spec', 'jobTemplate', ...template],
  Deployment: template,
  StatefulSet: template,
  DaemonSet: template,
  ReplicaSet: template,
  ReplicationController: template,
  Job: template,
};

/** Where an object of a kind holds a pod spec; undefined for a kind that has none. */
function podSpecPath(object: ValueMap): string[] | undefined {
  const kind = textAt(object, 'kind') ?? '';
  return Object.hasOwn(podSpecPaths, kind) ? podSpecPaths[kind] : undefined;
}

function podSpec(spec: ValueMap): ValueMap {
  const isOnNode = spec.hostNetwork === true;
  return {
    ...spec,
    ...each(spec, 'containers', item => container(item, isOnNode)),
    ...each(spec, 'initContainers', item => container(item, isOnNode)),
    ...each(spec, 'volumes', volume),
  };
}

/** The list under a key, each item changed; nothing where there is no list. */
function each(
  map: ValueMap,
  key: string,
  change: (item: ValueMap) => ValueMap,
): ValueMap {
  const list = valueAt(map, [key]);
  if (!Array.isArray(list)) return {};
  return {
    [key]: list.map((item: Value) => (isMap(item) ? change(item) : item)),
  };
}

function container(item: ValueMap, isOnNode: boolean): ValueMap {
  const image = textAt(item, 'image');
  const ports = isOnNode
    ? each(item, 'ports', port => ({ hostPort: port.containerPort, ...port }))
    : {};
  return {
    ...(image === undefined ? {} : { imagePullPolicy: pullPolicyOf(image) }),
    ...item,
    ...ports,
  };
}

function volume(item: ValueMap): ValueMap {
  const sources = Object.keys(item).filter(key => key !== 'name');
  if (sources.length === 0) return { ...item, emptyDir: {} };
  const reference = textAt(item, 'image', 'reference');
  if (reference === undefined) return item;
  const pullPolicy = pullPolicyOf(reference);
  return { ...item, image: { pullPolicy, ...mapAt(item, 'image') } };
}

/** By the tag; an image with a digest has none, and one that says neither is `latest`. */
function pullPolicyOf(image: string): string {
  const [, tag] = /:([^:/@]+)$/.exec(image.replace(/@.*$/, '')) ?? [];
  const isPinned =
    image.includes('@') || (tag !== undefined && tag !== 'latest');
  return isPinned && tag !== 'latest' ? 'IfNotPresent' : 'Always';
}

/** The requests and limits of a Pod's containers, with what the API server and the LimitRange fill in. */
export function withResources(pod: ValueMap, place: Place): ValueMap {
  const spec = mapAt(pod, 'spec');
  const fill = (item: ValueMap) => ({
    ...item,
    resources: resourcesOf(item, place.containerLimits),
  });
  const overhead = place.overheads.get(textAt(spec, 'runtimeClassName') ?? '');
  return {
    ...pod,
    spec: {
      ...spec,
      ...each(spec, 'containers', fill),
      ...each(spec, 'initContainers', fill),
      ...(overhead ? { overhead } : {}),
    },
  };
}

function resourcesOf(item: ValueMap, defaults: ValueMap | undefined): ValueMap {
  const stated = mapAt(item, 'resources', 'limits');
  const limits = { ...mapAt(defaults, 'default'), ...stated };
  const requests = {
    ...mapAt(defaults, 'defaultRequest'),
    ...stated,
    ...mapAt(item, 'resources', 'requests'),
  };
  return { ...mapAt(item, 'resources'), limits, requests };
}

/** Init containers that keep running, and the others in the order they run. */
export function initContainers(spec: ValueMap) {
  return listAt(spec, 'initContainers').map(item => ({
    item: mapAt(item),
    keepsRunning: textAt(item, 'restartPolicy') === 'Always',
  }));
}
