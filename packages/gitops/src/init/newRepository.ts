import {
  API_VERSION,
  defaultOffer,
  validateCluster,
  validatePlatform,
} from '@tenantry/model';
import type {
  ClusterSpecInput,
  PlatformSpecInput,
  Problem,
  Result,
} from '@tenantry/model';
import { clusterPath, platformPath } from '../layout';
import { renderTree } from '../local/renderTree';
import { sortedFiles, treeFromFiles, type Files } from '../tree';
import { codeOwners, type Owners } from './codeOwners';
import { githubWorkflow } from './githubWorkflow';
import { gitlabPipeline } from './gitlabPipeline';
import { readmeOf } from './readmeOf';
import { sourceText } from './sourceText';

export const forges = ['github', 'gitlab'] as const;
export type ForgeKind = (typeof forges)[number];

/** What somebody says of a platform that begins. */
export interface NewRepository {
  readonly platform: {
    readonly name: string;
    readonly spec: Omit<PlatformSpecInput, 'defaults' | 'profiles' | 'sizes'>;
  };
  readonly cluster: {
    readonly name: string;
    readonly spec: ClusterSpecInput;
  };
  readonly owners: Owners;
  readonly forge: ForgeKind;
  /** Of the command that the check runs. */
  readonly version: string;
}

/** A problem of one of the two documents. */
export interface NewRepositoryProblem extends Problem {
  readonly document: 'platform' | 'cluster';
}

export type NewRepositoryFiles =
  | { readonly ok: true; readonly value: Files }
  | { readonly ok: false; readonly problems: readonly NewRepositoryProblem[] };

/**
 * All files of a new GitOps repository: what people go on with, and what is rendered from it. Or every problem with what was
 * said, at paths of the two documents.
 */
export function newRepository(input: NewRepository): NewRepositoryFiles {
  const platform = {
    apiVersion: API_VERSION,
    kind: 'Platform',
    metadata: { name: input.platform.name },
    spec: { ...input.platform.spec, ...defaultOffer },
  };
  const cluster = {
    apiVersion: API_VERSION,
    kind: 'Cluster',
    metadata: { name: input.cluster.name },
    spec: input.cluster.spec,
  };
  const problems = [
    ...problemsOf('platform', validatePlatform(platform)),
    ...problemsOf('cluster', validateCluster(cluster)),
  ];
  if (problems.length > 0) return { ok: false, problems };
  const sources = new Map([
    [platformPath, platformText(platform)],
    [clusterPath(input.cluster.name), clusterText(cluster)],
  ]);
  const { changes, problems: refused } = renderTree(treeFromFiles(sources));
  if (refused.length > 0)
    throw new Error(
      `a new repository can't be rendered: ${refused[0].message}`,
    );
  return {
    ok: true,
    value: sortedFiles([
      ...sources,
      ...changes.map(({ path, content }): [string, string] => [path, content]),
      ...forgeFiles(input),
      ['README.md', readmeOf(input)],
    ]),
  };
}

function problemsOf(
  document: NewRepositoryProblem['document'],
  result: Result<unknown>,
): NewRepositoryProblem[] {
  return result.ok
    ? []
    : result.problems.map(problem => ({ ...problem, document }));
}

function forgeFiles({
  forge,
  owners,
  platform,
  version,
}: NewRepository): [string, string][] {
  const { branch = 'main' } = platform.spec.repository;
  return forge === 'gitlab'
    ? [
        [
          '.gitlab/CODEOWNERS',
          codeOwners(owners, [
            '/.gitlab/',
            '/.gitlab-ci.yml',
            // Where they are, they count, and this one doesn't.
            '/CODEOWNERS',
            '/docs/CODEOWNERS',
          ]),
        ],
        ['.gitlab-ci.yml', gitlabPipeline({ branch, version })],
      ]
    : [
        ['.github/CODEOWNERS', codeOwners(owners, ['/.github/'])],
        [
          '.github/workflows/tenantry.yaml',
          githubWorkflow({ branch, version }),
        ],
      ];
}

function platformText(platform: Readonly<Record<string, unknown>>): string {
  return sourceText(platform, {
    top: 'What is on offer. Whoever changes this file changes what every later request gets.\n`tenantry explain platform` says what each field means.',
    above: {
      groupPrefix:
        'What the API server puts before the names of your groups, such as oidc: (its --oidc-groups-prefix).',
      profiles:
        'How strongly a tenant can be isolated. Count the version up when you change one.',
      sizes: 'How much an environment can use.',
    },
    apart: ['profiles', 'sizes'],
  });
}

function clusterText(cluster: Readonly<Record<string, unknown>>): string {
  return sourceText(cluster, {
    top: 'Facts about the cluster. Rules are made of them: one that is wrong leaves something open, or breaks something.\n`tenantry explain cluster` says what each field means.',
    above: {
      network:
        'No tenant reaches these addresses directly: all there are, and those of nodes to come.',
    },
  });
}
