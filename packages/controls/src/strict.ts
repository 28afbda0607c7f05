import { canonicalQuantity, quantityValue } from '@tenantry/model';
import { isList, isMap } from './merge';
import type { Json, JsonMap, KubernetesObject } from './objects';
import { shapes } from './shapes';
import type { Shape } from './shapes';

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const dnsSubdomain =
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const labelKey =
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * What a Kubernetes API server would refuse, or silently drop, in an object of a kind that Tenantry renders: unknown
 * fields at any depth, wrong types, bad names, labels, ports and quantities, a missing or superfluous namespace.
 *
 * @returns one line per problem, each beginning with the field; empty when the object is fine.
 */
export function strictProblems(object: KubernetesObject): string[] {
  const definition = shapes[`${object.apiVersion}/${object.kind}`];
  if (!definition)
    return [`kind: ${object.apiVersion} ${object.kind} is not rendered`];
  return [
    ...metadataProblems(object, definition.namespaced),
    ...Object.entries(object)
      .filter(([key]) => !['apiVersion', 'kind', 'metadata'].includes(key))
      .flatMap(([key, value]) =>
        fieldProblems(value, definition.fields[key], key),
      ),
  ];
}

function metadataProblems(
  { kind, metadata }: KubernetesObject,
  namespaced: boolean,
): string[] {
  const problems: string[] = [];
  const {
    name,
    namespace,
    labels = {},
    annotations = {},
    ...others
  } = metadata;
  // Names of RBAC objects may hold any path segment; those we render are subdomains as well.
  const namePattern = kind === 'Namespace' ? dnsLabel : dnsSubdomain;
  if (!namePattern.test(name) || name.length > 253)
    problems.push(`metadata.name: ${JSON.stringify(name)} is not a name`);
  if (namespaced && !dnsLabel.test(namespace ?? ''))
    problems.push('metadata.namespace: missing or not a name');
  if (!namespaced && namespace !== undefined)
    problems.push(`metadata.namespace: ${kind} has none`);
  for (const [key, value] of Object.entries(labels)) {
    if (!labelKey.test(key))
      problems.push(`metadata.labels: ${key} is not a key`);
    if (!labelValue.test(value))
      problems.push(`metadata.labels.${key}: not a value`);
  }
  for (const [key, value] of Object.entries(annotations)) {
    if (!labelKey.test(key))
      problems.push(`metadata.annotations: ${key} is not a key`);
    if (typeof value !== 'string')
      problems.push(`metadata.annotations.${key}: not a string`);
  }
  return [
    ...problems,
    ...Object.keys(others).map(key => `metadata.${key}: unknown field`),
  ];
}

function fieldProblems(
  value: Json | undefined,
  shape: Shape | undefined,
  path: string,
): string[] {
  if (value === undefined) return [];
  if (shape === undefined) return [`${path}: unknown field`];
  if (typeof shape === 'string') return scalarProblems(value, shape, path);
  if (isListShape(shape)) {
    if (!isList(value)) return [`${path}: not a list`];
    return value.flatMap((item, index) =>
      fieldProblems(item, shape[0], `${path}[${index}]`),
    );
  }
  return isMap(value)
    ? mapProblems(value, shape, path)
    : [`${path}: not a map`];
}

function isListShape(shape: Exclude<Shape, string>): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function mapProblems(
  value: JsonMap,
  shape: { readonly [key: string]: Shape },
  path: string,
): string[] {
  const anyKey = shape['*'];
  return Object.entries(value).flatMap(([key, child]) =>
    fieldProblems(child, shape[key] ?? anyKey, `${path}.${key}`),
  );
}

function scalarProblems(value: Json, shape: string, path: string): string[] {
  switch (shape) {
    case 'port':
      return Number.isInteger(value) &&
        Number(value) >= 1 &&
        Number(value) <= 65535
        ? []
        : [`${path}: not a port`];
    case 'quantity':
      return typeof value === 'string' &&
        quantityValue(value) !== undefined &&
        canonicalQuantity(value) === value
        ? []
        : [`${path}: not a canonical quantity`];
    default:
      // eslint-disable-next-line valid-typeof -- the shapes name JSON types
      return typeof value === shape ? [] : [`${path}: not a ${shape}`];
  }
}
