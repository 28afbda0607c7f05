import {
  repositoryFiles,
  tenantFiles,
  tenantObjects,
  tenantPath,
} from '@tenantry/gitops';
import { toYaml } from '@tenantry/controls';
import type { Fleet, Tenant } from '@tenantry/model';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildTools, requiredVersion } from '../../cluster/rig/build';
import { observedFleet } from '../observedFleet';
import { temporaryFolder, writeAll } from './files';
import { importCommits } from './importCommits';
import { measure, type Measured } from './measured';
import { objectsIn, peersOf, type Peer } from './peers';

export interface CommandFigure extends Measured {
  readonly what: string;
}

const root = join(__dirname, '../../..');
const program = join(root, 'packages/cli/dist/tenantry.cjs');

/** The command's one file, made anew. */
function buildProgram(): void {
  execFileSync(process.execPath, [join(root, 'packages/cli/build.cjs')]);
}

/** Everything of many tenants to files: this, and others that make the same objects, each as whole processes. */
export async function measureRendering(count = 1_000): Promise<{
  readonly objects: number;
  readonly figures: readonly CommandFigure[];
}> {
  buildProgram();
  const fleet = observedFleet(count);
  const own = temporaryFolder();
  try {
    writeAll(own.folder, sourcesOf(fleet));
    const figures: CommandFigure[] = [
      {
        what: '`tenantry render`',
        ...(await measure(process.execPath, [program, 'render'], {
          cwd: own.folder,
        })),
      },
      {
        what: '`tenantry render --check`, nothing to do',
        ...(await measure(process.execPath, [program, 'render', '--check'], {
          cwd: own.folder,
        })),
      },
    ];
    const { helm, kustomize } = await buildTools(['helm', 'kustomize']);
    const versions = await versionsOf();
    for (const peer of peersOf({ helm, kustomize, node: process.execPath }))
      figures.push({
        what: withVersion(peer.name, versions),
        ...(await measurePeer(peer, fleet)),
      });
    return {
      objects: tenantObjects(fleet.tenants[0], fleet).size,
      figures,
    };
  } finally {
    own.remove();
  }
}

async function measurePeer(peer: Peer, fleet: Fleet): Promise<Measured> {
  const place = temporaryFolder();
  try {
    peer.prepare(place.folder, fleet);
    const expected = new Map(
      Array.from(tenantObjects(fleet.tenants[0], fleet).values()).flatMap(
        ({ object }) => [...objectsIn(toYaml(object))],
      ),
    );
    const made = objectsIn(await peer.sample(place.folder, fleet));
    for (const [key, object] of expected)
      if (!isDeepStrictEqual(made.get(key), object))
        throw new Error(`${peer.name} makes another ${key}`);
    return await peer.make(place.folder, fleet);
  } finally {
    place.remove();
  }
}

/** The required check in a repository of many tenants: of one that changed, and of many at once. */
export async function measureVerifying(
  count = 10_000,
  bulk = 1_000,
): Promise<readonly CommandFigure[]> {
  buildProgram();
  const fleet = observedFleet(count);
  const place = temporaryFolder();
  try {
    const changed = (tenants: number) =>
      fleet.tenants
        .slice(0, tenants)
        .flatMap(tenant => [...tenantFiles(withAuditors(tenant), fleet)]);
    execFileSync('git', ['init', '--quiet', '--initial-branch=main'], {
      cwd: place.folder,
    });
    importCommits(place.folder, [
      { branch: 'main', files: repositoryFiles(fleet) },
      { branch: 'one', from: 'main', files: changed(1) },
      { branch: 'bulk', from: 'main', files: changed(bulk) },
    ]);
    const verify = (head: string, ...more: string[]) =>
      measure(
        process.execPath,
        [program, 'verify', '--base', 'main', '--head', head, ...more],
        { cwd: place.folder, keep: true },
      );
    const figures: CommandFigure[] = [];
    for (const [what, head, ...more] of [
      ['one tenant', 'one'],
      [`${bulk.toLocaleString('en')} tenants at once`, 'bulk', '--bulk'],
    ])
      figures.push({ what, ...(await verify(head, ...more)) });
    return figures;
  } finally {
    place.remove();
  }
}

function withAuditors({ spec, ...tenant }: Tenant): Tenant {
  const access = { ...spec.access, viewers: ['auditors'] };
  return { ...tenant, spec: { ...spec, access } };
}

/** A repository as somebody keeps it by hand: nothing rendered yet. */
function sourcesOf(fleet: Fleet): [string, string][] {
  return [...repositoryFiles(fleet)].filter(
    ([path]) =>
      path === 'platform.yaml' ||
      /^clusters\/[^/]+\/cluster\.yaml$/.test(path) ||
      fleet.tenants.some(({ metadata }) => path === tenantPath(metadata.name)),
  );
}

async function versionsOf(): Promise<Readonly<Record<string, string>>> {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules/cdk8s/package.json'), 'utf8'),
  );
  return {
    helm: await requiredVersion('helm', 'helm.sh/helm/v4'),
    kustomize: await requiredVersion(
      'kustomize',
      'sigs.k8s.io/kustomize/kustomize/v5',
    ),
    cdk8s: `v${version}`,
  };
}

function withVersion(
  name: string,
  versions: Readonly<Record<string, string>>,
): string {
  const tool = Object.keys(versions).find(key => name.includes(key));
  return tool ? `${name} (${versions[tool].slice(1)})` : name;
}
