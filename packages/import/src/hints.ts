/** Ways in which an organisation says what a namespace is; every list may be left out. */
export interface ImportHints {
  /** Endings of namespace names that stand for an environment, without the hyphen. */
  readonly environments?: readonly string[];
  /** Labels or annotations with the environment's name: whole keys, or what follows the slash. */
  readonly environmentKeys?: readonly string[];
  /** The same with the group or team that owns the namespace. */
  readonly ownerKeys?: readonly string[];
  /** The same with what people call it. */
  readonly titleKeys?: readonly string[];
  /** Namespaces that belong to the platform, with the labels by which policies select them. */
  readonly platformNamespaces?: readonly PlatformNamespace[];
}

export interface PlatformNamespace {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
}

const usual = {
  environments: [
    'dev',
    'development',
    'test',
    'testing',
    'e2e',
    'qa',
    'sit',
    'uat',
    'demo',
    'sandbox',
    'training',
    'perf',
    'prototype',
    'stage',
    'staging',
    'preprod',
    'pre-prod',
    'preproduction',
    'prod',
    'production',
    'live',
  ],
  environmentKeys: ['environment-name', 'environment', 'env'],
  ownerKeys: ['team-name', 'team', 'owner'],
  titleKeys: ['title', 'application', 'display-name'],
  platformNamespaces: [],
} satisfies Required<ImportHints>;

export type Hints = Required<ImportHints>;

/** The hints, and what is usual where they are silent. */
export function withUsual(hints: ImportHints = {}): Hints {
  return { ...usual, ...hints };
}

/** The first of these keys that is there and says something. */
export function valueOf(
  keys: readonly string[],
  ...maps: readonly (Readonly<Record<string, string>> | undefined)[]
): string | undefined {
  for (const wanted of keys) {
    for (const map of maps) {
      const found = Object.entries(map ?? {}).find(
        ([key, value]) =>
          (key === wanted || key.split('/').at(-1) === wanted) &&
          value.trim() !== '',
      );
      if (found) return found[1].trim();
    }
  }
  return undefined;
}
