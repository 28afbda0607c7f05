import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cached } from './cache';
import { go } from './go';

const modules = resolve(__dirname, '../modules');

interface Tool {
  /** Binary name to the package of its `main`. */
  readonly binaries: Readonly<Record<string, string>>;
  /** The requirement whose version names the whole; none for a tool of our own. */
  readonly versionOf?: string;
  /** How long the first build takes, with an empty build cache and two cores. */
  readonly takes: string;
  /** Prefix of linker variables that make it answer `/version` with its version. */
  readonly stamp?: string;
}

/** A folder of ../modules each. */
const tools = {
  etcd: {
    binaries: { etcd: '.' },
    versionOf: 'go.etcd.io/etcd/server/v3',
    takes: 'about 1 minute',
  },
  kubernetes: {
    binaries: {
      'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
      'kube-controller-manager':
        'k8s.io/kubernetes/cmd/kube-controller-manager',
    },
    versionOf: 'k8s.io/kubernetes',
    takes: 'about 5 minutes',
    stamp: 'k8s.io/component-base/version.git',
  },
  kyverno: {
    binaries: { kyverno: 'github.com/kyverno/kyverno/cmd/kyverno' },
    versionOf: 'github.com/kyverno/kyverno',
    takes: 'about 4 minutes',
  },
  coredns: {
    binaries: { coredns: 'github.com/coredns/coredns' },
    versionOf: 'github.com/coredns/coredns',
    takes: 'about 3 minutes',
  },
  argocd: {
    binaries: { argocd: '.' },
    versionOf: 'github.com/argoproj/argo-cd/v3',
    takes: 'about 6 minutes',
  },
  certs: { binaries: { certs: '.' }, takes: 'some seconds' },
  helm: {
    binaries: { helm: 'helm.sh/helm/v4/cmd/helm' },
    versionOf: 'helm.sh/helm/v4',
    takes: 'about 2 minutes',
  },
  kustomize: {
    binaries: { kustomize: 'sigs.k8s.io/kustomize/kustomize/v5' },
    versionOf: 'sigs.k8s.io/kustomize/kustomize/v5',
    takes: 'about 1 minute',
  },
} as const satisfies Record<string, Tool>;

export type ToolName = keyof typeof tools;

/** The programs that come with the tools of these names. */
export type BinaryName<Name extends ToolName = ToolName> = {
  [Each in Name]: keyof (typeof tools)[Each]['binaries'] & string;
}[Name];

/**
 * The paths of the programs, built from source on the first call and found in the cache from then on.
 *
 * @throws MissingRequirement without a usable Go.
 */
export async function buildTools<Name extends ToolName>(
  names: readonly Name[],
): Promise<Record<BinaryName<Name>, string>> {
  const paths: Partial<Record<string, string>> = {};
  // One after the other: a single build uses all cores and up to 2.4 GB.
  for (const name of names) {
    const folder = await build(name, tools[name]);
    for (const binary of Object.keys(tools[name].binaries)) {
      paths[binary] = join(folder, binary);
    }
  }
  return paths as Record<BinaryName<Name>, string>;
}

/** The folder of a module under test/cluster/modules. */
export function moduleFolder(name: string): string {
  return join(modules, name);
}

/** The version that a module of ours requires of another. */
export async function requiredVersion(
  name: ToolName,
  dependency: string,
): Promise<string> {
  const text = await readFile(join(modules, name, 'go.mod'), 'utf8');
  const line = text
    .split('\n')
    .map(each =>
      each
        .trim()
        .replace(/^require /, '')
        .split(' '),
    )
    .find(([path, version]) => path === dependency && version?.startsWith('v'));
  if (!line)
    throw new Error(`modules/${name}/go.mod doesn't require ${dependency}`);
  return line[1];
}

async function build(name: ToolName, tool: Tool): Promise<string> {
  const source = join(modules, name);
  const version = tool.versionOf
    ? await requiredVersion(name, tool.versionOf)
    : 'v0';
  const linker = linkerFlags(tool, version);
  const platform = (await go(source, ['env', 'GOVERSION', 'GOOS', 'GOARCH']))
    .trim()
    .split('\n');
  const hash = await hashModule(source, [linker, ...platform]);
  return cached(`${name}-${version}-${platform[0]}-${hash}`, async folder => {
    const names = Object.keys(tool.binaries).join(' and ');
    const binaries = tool.versionOf ? `${names} ${version.slice(1)}` : names;
    console.log(`building ${binaries}, ${tool.takes} the first time …`);
    const started = Date.now();
    await go(source, [
      'build',
      '-trimpath',
      '-ldflags',
      linker,
      '-o',
      `${folder}/`,
      ...Object.values(tool.binaries),
    ]);
    console.log(
      `built ${binaries} in ${Math.round((Date.now() - started) / 1000)} s`,
    );
  });
}

/** Without the stamp Kubernetes says it is v0.0.0-master, and clients that ask for its version turn away. */
function linkerFlags({ stamp }: Tool, version: string): string {
  const [major, minor] = version.slice(1).split('.');
  const stamps = stamp
    ? [
        `-X ${stamp}Version=${version}`,
        `-X ${stamp}Major=${major}`,
        `-X ${stamp}Minor=${minor}`,
      ]
    : [];
  return ['-s -w', ...stamps].join(' ');
}

/** A module's source is its go.mod, go.sum and Go files; linking twice gives different bytes, so binaries tell nothing. */
async function hashModule(
  source: string,
  more: readonly string[],
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(more));
  const files = (await readdir(source)).filter(file =>
    /\.(go|mod|sum)$/.test(file),
  );
  for (const file of files.sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(source, file)));
  }
  return hash.digest('hex').slice(0, 12);
}
