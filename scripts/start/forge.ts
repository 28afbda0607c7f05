import { seedFiles } from '@tenantry/backstage-plugin-tenantry-node/seed';
import { startForge, type Forge, type ForgeOptions } from '@tenantry/forge';
import { join } from 'node:path';
import { UserError } from './requirements';
import { forgeDirectory, type Secrets } from './secrets';
import type { Settings } from './settings';

/** The forge's address in the example's files. */
const usualUrl = 'http://localhost:7008';

/**
 * Starts the embedded forge with the GitOps repository and the webhook that tells the backend of changes.
 *
 * @param replace other texts in the place of some in the example's files.
 */
export async function openForge(
  { root, stateDir, forge, backend }: Settings,
  secrets: Secrets,
  replace: Readonly<Record<string, string>> = {},
): Promise<Forge> {
  const dataDir = forgeDirectory(stateDir);
  const started = await startUnlessInUse(stateDir, {
    dataDir,
    port: forge.port,
    users: [
      {
        login: 'tenantry',
        name: 'Tenantry portal',
        email: 'tenantry@localhost',
        token: secrets.portal,
      },
      {
        login: 'reviewer',
        name: 'Reviewer',
        email: 'reviewer@localhost',
        token: secrets.reviewer,
      },
    ],
    logger: {
      info: () => {},
      warn: message => console.warn(`forge: ${message}`),
    },
    signInHint: process.env.TENANTRY_REVIEWER_TOKEN
      ? "The reviewer's token is the one given in TENANTRY_REVIEWER_TOKEN."
      : `The reviewer's token is in ${join(dataDir, 'reviewer.token')}.`,
  });
  const repository = { owner: 'platform', name: 'tenants' };
  const { created } = await started.createRepository({
    ...repository,
    description: 'Who has which place on which cluster',
    defaultBranch: 'main',
    initialFiles: await seedFiles({
      directory: join(root, 'examples', 'platform'),
      replace: { [usualUrl]: started.url, ...replace },
    }),
    initialMessage: 'Start with two clusters and two tenants',
    author: { name: 'Platform team', email: 'platform@example.com' },
  });
  if (created) console.log('Made the repository platform/tenants.');
  await started.setWebhook({
    ...repository,
    url: `http://localhost:${backend.port}/api/events/http/github`,
    secret: secrets.webhook,
    events: ['push', 'pull_request'],
  });
  return started;
}

/** One forge a directory: the second one finds the database locked. */
async function startUnlessInUse(
  stateDir: string,
  options: ForgeOptions,
): Promise<Forge> {
  try {
    return await startForge(options);
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new UserError(
      `The directory ${stateDir} is in use by another Tenantry. Stop that one, or give this one a directory of its own: TENANTRY_STATE_DIR=${stateDir}-2 npm start.`,
    );
  }
}

function isLocked(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return (
    cause instanceof Error &&
    'code' in cause &&
    String(cause.code).startsWith('SQLITE_BUSY')
  );
}
