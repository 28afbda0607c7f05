/** JSON, as Kubernetes objects are. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };
export type JsonMap = { readonly [key: string]: Json | undefined };

/** Part of a Kubernetes object: enough to say which one, and the fields that a control contributes. */
export type PartialObject = JsonMap & {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
};

export type ObjectMeta = JsonMap & {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
};

/** A whole object, ready to be written. */
export type KubernetesObject = PartialObject;

/** `group/Kind namespace/name`: equal for partial objects that belong together. */
export function identityOf(object: PartialObject): string {
  const { name, namespace } = object.metadata;
  return `${groupOf(object)}/${object.kind} ${
    namespace ? `${namespace}/` : ''
  }${name}`;
}

/** The resource of a kind in lower-case plural, as the API server names what says nothing else: `networkpolicies`. */
export function pluralOf(kind: string): string {
  const name = kind.toLowerCase();
  if (/(s|x|ch)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? name.replace(/y$/, 'ies') : `${name}s`;
}

/** The API group; empty for the core group. */
export function groupOf(object: Pick<PartialObject, 'apiVersion'>): string {
  const slash = object.apiVersion.indexOf('/');
  return slash < 0 ? '' : object.apiVersion.slice(0, slash);
}
