import type { Forge, startForge as StartForge } from '@tenantry/forge';
import {
  resolvePackagePath,
  type LoggerService,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { propose } from '@tenantry/gitops';
import { unwrap } from '@tenantry/model';
import { resolve } from 'node:path';
import { DefaultTenantryRepository } from './DefaultTenantryRepository';
import { prepareRequest } from './prepareRequest';
import { readTenantRequest } from './readTenantRequest';
import type { TenantryRepositoryService } from './repositoryService';
import { seedFiles } from './seed';

/** A forge with the example's repository, and the configuration that leads to it. */
export interface ExampleRepository {
  readonly forge: Forge;
  /** For `mockServices.rootConfig.factory({ data })`. */
  readonly config: {
    readonly tenantry: object;
    readonly integrations: object;
    readonly backend: object;
  };
  readonly portalToken: string;
  readonly reviewerToken: string;
}

const example = resolvePackagePath(
  '@tenantry/backstage-plugin-tenantry-node',
  '../../examples/platform',
);

/**
 * Starts a forge on a free port with what `npm start` begins with. Close it with `forge.close()`.
 *
 * @param startForge - of `@tenantry/forge`, which only tests depend on
 * @param directory - an empty folder
 */
export async function startExampleRepository(
  startForge: typeof StartForge,
  directory: string,
): Promise<ExampleRepository> {
  const portalToken = 'portal-token-of-this-test';
  const reviewerToken = 'reviewer-token-of-this-test';
  const user = (login: string, token: string) => ({
    login,
    name: login,
    email: `${login}@localhost`,
    token,
  });
  const forge = await startForge({
    dataDir: resolve(directory, 'forge'),
    port: 0,
    users: [user('tenantry', portalToken), user('reviewer', reviewerToken)],
  });
  await forge.createRepository({
    owner: 'platform',
    name: 'tenants',
    initialFiles: await seedFiles({ directory: example }),
  });
  return {
    forge,
    portalToken,
    reviewerToken,
    config: {
      backend: { workingDirectory: directory },
      tenantry: { repository: { url: `${forge.url}/platform/tenants` } },
      integrations: {
        github: [
          {
            host: new URL(forge.url).host,
            apiBaseUrl: forge.apiUrl,
            token: portalToken,
          },
        ],
      },
    },
  };
}

/** The service itself, for tests that start no backend. */
export function createTestRepository(
  config: RootConfigService,
  logger: LoggerService,
): TenantryRepositoryService {
  return DefaultTenantryRepository.fromConfig(config, { logger });
}

/** Asks for a tenant as the portal does, without a check of who asks; answers the pull request's number and its merge. */
export async function proposeTenant(
  repository: TenantryRepositoryService,
  values: object,
): Promise<{ number: number; merge(): Promise<unknown> }> {
  const { tree } = await repository.snapshot();
  const proposal = unwrap(
    await prepareRequest(repository, {
      tree,
      request: unwrap(readTenantRequest(values)),
      requestedBy: { ref: 'user:default/guest' },
    }),
  );
  const { owner, repo, branch: baseBranch } = repository.coordinates;
  const octokit = await repository.client();
  const { pullRequestNumber: number = 0 } = await propose({
    octokit,
    owner,
    repo,
    baseBranch,
    proposal,
    history: await repository.history(),
  });
  return {
    number,
    merge: () => octokit.rest.pulls.merge({ owner, repo, pull_number: number }),
  };
}
