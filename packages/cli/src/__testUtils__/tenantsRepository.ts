import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { folderTree, renderTree, writeChanges } from '@tenantry/gitops';

/** A clone of a GitOps repository in a temporary folder. */
export interface TenantsRepository {
  readonly directory: string;
  write(files: Readonly<Record<string, string | null>>): void;
  /** Writes what the sources give. */
  render(): Promise<void>;
  git(...args: string[]): string;
  commit(subject: string): string;
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-cli-'));
  folders.push(folder);
  return folder;
}

export function removeTemporaryFolders(): void {
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true });
}

export const platformYaml = `apiVersion: tenantry.dev/v1
kind: Platform
metadata: { name: example }
spec:
  title: Example platform
  repository: { url: 'https://github.example.com/platform/tenants.git' }
  registries: [registry.example.com]
  defaults: { profile: hardened, size: small }
  profiles:
    hardened:
      title: Hardened
      summary: The usual choice.
      podSecurity: restricted
      runtime: host
      egress: allow-list
    shared:
      title: Shared
      summary: Teams that trust each other.
      podSecurity: baseline
      runtime: host
      egress: internet
  sizes:
${['small', 'medium'].map(sizeYaml).join('')}`;

function sizeYaml(name: string, index: number): string {
  return `    ${name}:
      title: ${name}
      summary: Room for some services.
      requests: { cpu: '${2 + index * 6}', memory: 4Gi, ephemeralStorage: 10Gi }
      limits: { cpu: '${4 + index * 12}', memory: 8Gi, ephemeralStorage: 20Gi }
      storage: 50Gi
      pods: ${20 + index * 40}
      container:
        defaultRequest: { cpu: 50m, memory: 64Mi, ephemeralStorage: 128Mi }
        default: { cpu: 250m, memory: 256Mi, ephemeralStorage: 512Mi }
        max: { cpu: '2', memory: 4Gi, ephemeralStorage: 8Gi }
`;
}

export function clusterYaml(
  name: string,
  server = `https://${name}.example.com:6443`,
): string {
  return `apiVersion: tenantry.dev/v1
kind: Cluster
metadata: { name: ${name} }
spec:
  title: Cluster ${name}
  kubernetesVersion: '1.36'
  server: ${server}
  network:
    plugin: calico
    podCIDRs: [10.32.0.0/16]
    serviceCIDRs: [10.33.0.0/16]
    nodeCIDRs: [10.34.0.0/16]
  policyEngine: native
`;
}

export function tenantYaml(
  name: string,
  { size = 'small', profile = 'hardened', cluster = 'dev-1' } = {},
): string {
  return `apiVersion: tenantry.dev/v1
kind: Tenant
metadata: { name: ${name} }
spec:
  title: Team ${name}
  owner: group:default/${name}
  access: { admins: [${name}-leads], developers: [${name}-devs] }
  profile: ${profile}
  size: ${size}
  environments:
    - { name: dev, cluster: ${cluster} }
`;
}

/** Rendered and committed on `main`: the tenants ledger and payments on the cluster dev-1. */
export async function tenantsRepository(): Promise<TenantsRepository> {
  const directory = temporaryFolder();
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_AUTHOR_NAME: 'Pat Platform',
        GIT_AUTHOR_EMAIL: 'pat@example.com',
        GIT_AUTHOR_DATE: '2026-03-01T12:00:00Z',
        GIT_COMMITTER_NAME: 'Pat Platform',
        GIT_COMMITTER_EMAIL: 'pat@example.com',
        GIT_COMMITTER_DATE: '2026-03-01T12:00:00Z',
      },
    })
      .toString()
      .trim();
  const repository: TenantsRepository = {
    directory,
    git,
    write(files) {
      for (const [path, content] of Object.entries(files)) {
        const target = join(directory, path);
        if (content === null) rmSync(target);
        else {
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, content);
        }
      }
    },
    async render() {
      const { changes, problems } = renderTree(folderTree(directory));
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
      await writeChanges(directory, changes);
    },
    commit(subject) {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', subject);
      return git('rev-parse', 'HEAD');
    },
  };
  git('init', '--quiet', '--initial-branch=main');
  repository.write({
    'platform.yaml': platformYaml,
    'clusters/dev-1/cluster.yaml': clusterYaml('dev-1'),
    'tenants/ledger/tenant.yaml': tenantYaml('ledger'),
    'tenants/payments/tenant.yaml': tenantYaml('payments'),
  });
  await repository.render();
  repository.commit('Begin');
  return repository;
}
