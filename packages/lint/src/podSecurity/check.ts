import type { Path } from '@tenantry/model';
import { listAt, mapAt, textAt } from '../value';
import type { ValueMap } from '../value';

/** One check of the Pod Security Standards. */
export interface Check {
  /** As Kubernetes calls it. */
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  /** The minor version of Kubernetes 1 that has it; default: every one. */
  readonly since?: number;
  /** A check of the lower level that this one takes the place of. */
  readonly overrides?: string;
  readonly judge: (pod: Pod) => Refusal | undefined;
}

/** A pod as checks look at it. */
export interface Pod {
  readonly metadata: ValueMap;
  readonly spec: ValueMap;
  /** Of every kind, in the order in which Kubernetes goes through them. */
  readonly containers: readonly Holder[];
  /** The minor version of the cluster's Kubernetes. */
  readonly minor: number;
}

/** The pod, or one of its containers: whatever has a security context. */
export interface Holder {
  readonly name: string;
  readonly path: Path;
  readonly value: ValueMap;
  /** Its security context; empty where there is none. */
  readonly security: ValueMap;
}

/** Why a check refuses a pod, in Kubernetes' words, and where. */
export interface Refusal {
  readonly reason: string;
  readonly detail: string;
  readonly paths: readonly Path[];
}

export function podOf(object: ValueMap, minor: number): Pod {
  const spec = mapAt(object, 'spec');
  const containers = [
    'initContainers',
    'containers',
    'ephemeralContainers',
  ].flatMap(list =>
    listAt(spec, list).map((_, index): Holder => {
      const path = ['spec', list, index];
      const value = mapAt(object, ...path);
      return {
        name: textAt(value, 'name') ?? '',
        path,
        value,
        security: mapAt(value, 'securityContext'),
      };
    }),
  );
  return { metadata: mapAt(object, 'metadata'), spec, containers, minor };
}

/** The pod itself, with its security context. */
export function podHolder({ spec }: Pod): Holder {
  const security = mapAt(spec, 'securityContext');
  return { name: 'pod', path: ['spec'], value: spec, security };
}

/** A pod in a user namespace is trusted with what would be root without one. */
export function ownsUsers({ spec, minor }: Pod): boolean {
  return minor >= 35 && spec.hostUsers === false;
}

export function isWindows({ spec }: Pod): boolean {
  return textAt(spec, 'os', 'name') === 'windows';
}

/** `"a", "b"`. */
export function quoted(items: readonly string[]): string {
  return items.map(item => `"${item}"`).join(', ');
}

/** Each once, sorted. */
export function sorted(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

/** `container "a"`, `containers "a", "b"`. */
export function named(holders: readonly Holder[]): string {
  return counted(
    'container',
    holders.map(({ name }) => name),
  );
}

/** `volume "a"`, `volumes "a", "b"`. */
export function counted(noun: string, items: readonly string[]): string {
  return `${noun}${items.length === 1 ? '' : 's'} ${quoted(items)}`;
}

/** `pod and containers "a", "b"`. */
export function setters(pod: boolean, containers: readonly Holder[]): string {
  return [
    ...(pod ? ['pod'] : []),
    ...(containers.length > 0 ? [named(containers)] : []),
  ].join(' and ');
}

/** What a holder's security context has at a path, where that is a text. */
export function setting(holder: Holder, ...path: string[]): string | undefined {
  return textAt(holder.security, ...path);
}

/** The path of a field of a holder's security context. */
export function at(holder: Holder, ...path: (string | number)[]) {
  return [...holder.path, 'securityContext', ...path];
}

/** Names that are allowed, by the minor version of Kubernetes from which they are. */
export type ByVersion = readonly [since: number, names: readonly string[]][];

/** Those of the version of the cluster. */
export function allowedAt(table: ByVersion, { minor }: Pod): string[] {
  return table.flatMap(([since, names]) => (minor >= since ? names : []));
}
