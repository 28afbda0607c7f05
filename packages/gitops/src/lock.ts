import { createHash } from 'node:crypto';
import { toYaml } from '@tenantry/controls';
import { API_VERSION, type Fleet, type Tenant } from '@tenantry/model';
import { version } from '../package.json';
import { parseDocument } from 'yaml';
import { byCodeUnit, type Files } from './tree';

/** Which versions made a tenant's files: tells an old default from a deviation. */
export const generator = `tenantry ${version}`;

/** `lock.yaml` for a tenant and its rendered files. */
export function lockSource(
  tenant: Tenant,
  { platform }: Fleet,
  rendered: Files,
): string {
  const { spec, metadata } = tenant;
  const { profiles, sizes } = platform.spec;
  return toYaml({
    apiVersion: API_VERSION,
    kind: 'Lock',
    metadata: { name: metadata.name },
    spec: {
      generator: version,
      profiles: versions(
        [spec.profile, ...spec.environments.map(({ profile }) => profile)],
        profiles,
      ),
      sizes: versions(
        [spec.size, ...spec.environments.map(({ size }) => size)],
        sizes,
      ),
      digest: digestOf(rendered),
    },
  });
}

/** What wrote a lock; absent where nobody can tell. */
export function lockGenerator(lock: string | undefined): string | undefined {
  const made = parseDocument(lock ?? '', { logLevel: 'silent' }).getIn([
    'spec',
    'generator',
  ]);
  return typeof made === 'string' ? `tenantry ${made}` : undefined;
}

/** `sha256:…` over each path and its content, each ended by NUL, in the order of paths. */
export function digestOf(files: Files): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort(byCodeUnit)) {
    hash.update(`${path}\0${files.get(path)}\0`);
  }
  return `sha256:${hash.digest('hex')}`;
}

function versions(
  names: readonly (string | undefined)[],
  offered: Readonly<Record<string, { readonly version: number } | undefined>>,
): Record<string, number> {
  const used = [...new Set(names)].flatMap(name => {
    const offer = name === undefined ? undefined : offered[name];
    return name === undefined || !offer ? [] : [[name, offer.version] as const];
  });
  return Object.fromEntries(used.sort(([a], [b]) => byCodeUnit(a, b)));
}
