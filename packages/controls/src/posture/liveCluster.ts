import type { KubernetesObject, PartialObject } from '../objects';

/** Whether one kind of object on one cluster can be judged now. */
export type Source =
  | {
      readonly state: 'read';
      /** When the cluster last confirmed what is known of it, ISO 8601, by our clock. */
      readonly at: string;
    }
  | {
      readonly state: 'unreadable';
      /** In words that follow “because”. */
      readonly reason: string;
      /** When it was last readable; absent when it never was. */
      readonly lastRead?: string;
      /** The cluster doesn't have this kind of object at all. */
      readonly notServed?: true;
    };

export interface KindOfObject {
  readonly apiVersion: string;
  readonly kind: string;
}

/** By which kinds are told apart. */
export function kindKey({ apiVersion, kind }: KindOfObject): string {
  return `${apiVersion} ${kind}`;
}

/** A kind to look at: of what Tenantry rendered only, or of everybody's objects. */
export interface ObservedKind extends KindOfObject {
  readonly everybodys?: true;
  /** Names, labels, annotations and who wrote them are enough; specification and status stay where they are. */
  readonly metadataOnly?: true;
  /** What is remembered of an object, where that is less than all of it. */
  readonly kept?: (object: KubernetesObject) => KubernetesObject;
}

/** What is known of one cluster. Objects stay known while their source is unreadable; they just say nothing any more. */
export interface LiveCluster {
  source(kind: KindOfObject): Source;
  /** The object of that identity. */
  find(object: PartialObject): KubernetesObject | undefined;
  /**
   * What stands for that object as it is now: another one after each change, `undefined` where there is no such object. What was
   * found out about it is remembered by this, without reading it again.
   */
  revision(object: PartialObject): object | undefined;
  /** All observed objects of a kind; the same list as long as nothing changes. */
  all(kind: KindOfObject): readonly KubernetesObject[];
}

/** The clusters that are looked at. */
export interface LiveClusters {
  /** By name. */
  readonly clusters: ReadonlyMap<string, LiveCluster>;
  /** The one that Argo CD runs on. */
  readonly argoCd?: LiveCluster;
}
