import { isList, isMap } from '@tenantry/controls';
import type { Json, JsonMap, KubernetesObject } from '@tenantry/controls';

/*
 * What a network plug-in would do with NetworkPolicies, written from their documentation and without any of the product's
 * own code: what the import calls exact is held to this.
 */

/** A pod, by all that policies look at. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Labels of namespaces, by name. */
export type World = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Whether `from` may open a connection to a TCP port of `pod`, by the policies of the pod's namespace. */
export function mayEnter(
  policies: readonly KubernetesObject[],
  from: Pod,
  pod: Pod,
  port: number,
  world: World,
): boolean {
  const selecting = policies.filter(policy => {
    const spec = mapAt(policy, 'spec');
    const types = listAt(spec, 'policyTypes');
    return (
      policy.metadata.namespace === pod.namespace &&
      (types.length === 0 || types.includes('Ingress')) &&
      isSelected(spec.podSelector, pod.labels)
    );
  });
  if (selecting.length === 0) return true;
  return selecting.some(policy =>
    listAt(mapAt(policy, 'spec'), 'ingress').some(
      rule => isMap(rule) && admits(rule, from, pod, port, world),
    ),
  );
}

function admits(
  rule: JsonMap,
  from: Pod,
  pod: Pod,
  port: number,
  world: World,
): boolean {
  const ports = listAt(rule, 'ports').filter(isMap);
  const peers = listAt(rule, 'from').filter(isMap);
  return (
    (ports.length === 0 ||
      ports.some(
        open =>
          (open.protocol ?? 'TCP') === 'TCP' &&
          (open.port === undefined || open.port === port),
      )) &&
    (peers.length === 0 ||
      peers.some(peer => {
        if (isMap(peer.ipBlock)) return false;
        const inNamespace = isMap(peer.namespaceSelector)
          ? isSelected(peer.namespaceSelector, {
              ...world.get(from.namespace),
              'kubernetes.io/metadata.name': from.namespace,
            })
          : from.namespace === pod.namespace;
        return inNamespace && isSelected(peer.podSelector, from.labels);
      }))
  );
}

function isSelected(
  selector: Json | undefined,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (!isMap(selector)) return true;
  const wanted = Object.entries(mapAt(selector, 'matchLabels'));
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    listAt(selector, 'matchExpressions')
      .filter(isMap)
      .every(({ key, operator, values }) => {
        const value = labels[String(key)];
        const isOne = isList(values) && values.includes(value);
        switch (operator) {
          case 'In':
            return value !== undefined && isOne;
          case 'NotIn':
            return value === undefined || !isOne;
          case 'Exists':
            return value !== undefined;
          default:
            return value === undefined;
        }
      })
  );
}

function mapAt(value: JsonMap, key: string): JsonMap {
  const child = value[key];
  return isMap(child) ? child : {};
}

/** `null` is no list, and the same as none. */
function listAt(value: JsonMap, key: string): readonly Json[] {
  const child = value[key];
  return isList(child) ? child : [];
}
