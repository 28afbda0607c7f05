import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readObjects } from './applyYaml';
import { moduleFolder, requiredVersion } from './build';
import { cached } from './cache';
import type { KubeObject } from './client';
import { go } from './go';

export interface CustomResourceDefinition extends KubeObject {
  readonly kind: 'CustomResourceDefinition';
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly {
      readonly name: string;
      readonly served: boolean;
    }[];
  };
}

/** Go modules carry the CRDs of their release as plain YAML, with a checksum that the checksum database vouches for. */
interface Source {
  readonly module: string;
  /** Version and checksum; for Kyverno they are in the go.mod and go.sum it is built with. */
  readonly pin?: { readonly version: string; readonly sum: string };
  /** Folders of the module, and whose files of it: all, or those of these names. */
  readonly folders: readonly string[];
  readonly files?: readonly string[];
}

const sources = {
  'gateway-api': {
    module: 'sigs.k8s.io/gateway-api',
    // The last one for Go 1.26.
    pin: {
      version: 'v1.6.3',
      sum: 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=',
    },
    folders: ['config/crd/standard'],
  },
  'network-policy-api': {
    module: 'sigs.k8s.io/network-policy-api',
    pin: {
      version: 'v0.3.0',
      sum: 'h1:RL6fVXiix9IW1pj0ImkW645m+EWmb3dBGCiW19bg5+k=',
    },
    folders: ['config/crd/standard'],
    files: ['policy.networking.k8s.io_clusternetworkpolicies.yaml'],
  },
  cilium: {
    module: 'github.com/cilium/cilium',
    pin: {
      version: 'v1.20.2',
      sum: 'h1:dqiEGIcXc+gqCLYG/l7VCFJ8GHyb4HUrwbZOpkX5dL8=',
    },
    folders: ['pkg/k8s/apis/cilium.io/client/crds/v2'],
    files: [
      'ciliumnetworkpolicies.yaml',
      'ciliumclusterwidenetworkpolicies.yaml',
    ],
  },
  'argo-cd': {
    module: 'github.com/argoproj/argo-cd/v3',
    pin: {
      version: 'v3.5.7',
      sum: 'h1:Xm1BF+I5OgDKUG3SDK49vn2/Y5AMyaNVko+/JT08gj0=',
    },
    folders: ['manifests/crds'],
  },
  'cert-manager': {
    module: 'github.com/cert-manager/cert-manager',
    pin: {
      version: 'v1.21.2',
      sum: 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=',
    },
    folders: ['deploy/crds'],
  },
  'open-reports': {
    module: 'github.com/openreports/reports-api',
    pin: {
      version: 'v0.2.1',
      sum: 'h1:g9KS3yle9Y1elmww4TK9EkD1rl6inIaiIJPX6e+u680=',
    },
    folders: ['config/crd'],
  },
  'policy-reports': {
    module: 'github.com/kyverno/kyverno',
    folders: ['config/crds/policyreport'],
  },
  kyverno: {
    module: 'github.com/kyverno/kyverno',
    folders: ['kyverno', 'policies.kyverno.io', 'policyreport', 'reports'].map(
      folder => `config/crds/${folder}`,
    ),
  },
} as const satisfies Record<string, Source>;

export type CrdsName = keyof typeof sources;

/** The definitions of that name; from the cache, with neither network nor Go, when they were read before. */
export async function readCrds(
  name: CrdsName,
): Promise<CustomResourceDefinition[]> {
  const source: Source = sources[name];
  const version =
    source.pin?.version ?? (await requiredVersion('kyverno', source.module));
  const hash = createHash('sha256').update(JSON.stringify(source));
  const key = `crds-${name}-${version}-${hash.digest('hex').slice(0, 12)}`;
  const folder = await cached(key, async temporary => {
    console.log(`reading the CRDs ${name} ${version.slice(1)} …`);
    const found = await extract(source);
    if (found.length === 0) {
      throw new Error(`${source.module} ${version} has no CRDs where expected`);
    }
    await writeFile(join(temporary, 'crds.json'), JSON.stringify(found));
  });
  return JSON.parse(await readFile(join(folder, 'crds.json'), 'utf8'));
}

async function extract(source: Source): Promise<KubeObject[]> {
  const root = await download(source);
  const found: KubeObject[] = [];
  for (const folder of source.folders) {
    const files = (await readdir(join(root, folder))).filter(file =>
      source.files ? source.files.includes(file) : file.endsWith('.yaml'),
    );
    for (const file of files.sort()) {
      const text = await readFile(join(root, folder, file), 'utf8');
      found.push(...readObjects(text));
    }
  }
  return found.filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** The folder of the module in Go's cache. Inside of modules/kyverno Go itself compares with go.sum. */
async function download({ module: path, pin }: Source): Promise<string> {
  const target = pin ? `${path}@${pin.version}` : path;
  const folder = moduleFolder(pin ? 'certs' : 'kyverno');
  const printed = await go(folder, ['mod', 'download', '-json', target]);
  const { Dir, Sum }: { Dir: string; Sum: string } = JSON.parse(printed);
  if (pin && Sum !== pin.sum) {
    throw new Error(
      `${target} has the checksum ${Sum}, and not ${pin.sum} as expected`,
    );
  }
  return Dir;
}
