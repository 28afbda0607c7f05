import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { ForgeContext, ForgeLogger } from './context';
import { createGit } from './git/git';
import { requireGit } from './git/version';
import { createMemo } from './memo';
import {
  createRepository,
  initializeRepository,
} from './operations/createRepository';
import { catchUp } from './operations/followBranch';
import { changeHook, createHook } from './operations/hooks';
import { notFound } from './refusal';
import { createRepositories } from './repositories';
import { createApp, listen, type RunningServer } from './server';
import { openDatabase } from './state/database';
import { listHooks } from './state/hooks';
import { createUsers, type Actor, type ForgeUser } from './users';
import { createWebhooks } from './webhooks';

export interface ForgeOptions {
  /** Where repositories and the database are kept; created when absent. */
  readonly dataDir: string;
  /** 7008 unless told otherwise; 0 takes any free port. */
  readonly port?: number;
  /** Who may write, and sign in on the pages. Tokens are held in memory only. */
  readonly users: readonly ForgeUser[];
  readonly logger?: ForgeLogger;
  /** Shown on the sign-in page: where a token can be found. */
  readonly signInHint?: string;
  /** Milliseconds before each retry of a webhook delivery. */
  readonly webhookRetryDelays?: readonly number[];
}

export interface NewForgeRepository {
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  /** `main` unless told otherwise. */
  readonly defaultBranch?: string;
  /** Path to content; a README unless told otherwise. */
  readonly initialFiles?: Readonly<Record<string, string>>;
  readonly initialMessage?: string;
  readonly author?: { readonly name: string; readonly email: string };
}

export interface ForgeWebhook {
  readonly owner: string;
  readonly name: string;
  /** On this machine; the hook is known by it. */
  readonly url: string;
  readonly secret: string;
  readonly events: readonly string[];
}

export interface Forge {
  /** `http://localhost:<port>` */
  readonly url: string;
  /** `<url>/api/v3` */
  readonly apiUrl: string;
  /** Creates a repository with a first commit; one that exists stays as it is. */
  createRepository(
    repository: NewForgeRepository,
  ): Promise<{ created: boolean; headSha: string }>;
  /** Registers a webhook, or brings the one with this URL up to date. */
  setWebhook(hook: ForgeWebhook): Promise<{ created: boolean; id: number }>;
  /** Waits for requests, deliveries and git processes under way, then lets go of everything. */
  close(): Promise<void>;
}

const SILENT: ForgeLogger = { info: () => {}, warn: () => {} };

/** Starts a forge on this machine's loopback address. */
export async function startForge(options: ForgeOptions): Promise<Forge> {
  const users = createUsers(options.users);
  await requireGit();
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });

  let respond: (request: Request) => Response | Promise<Response> = () =>
    new Response('The forge is starting\n', { status: 503 });
  const server = await listen(options.port ?? 7008, request =>
    respond(request),
  );
  let forge: ForgeContext | undefined;
  try {
    forge = openForge(options, dataDir, users, server.port);
    await catchUp(forge);
    forge.webhooks.resume();
    const app = createApp(forge);
    respond = request => app.fetch(request);
    forge.logger.info(`Forge listening on ${forge.url}`);
    return running(forge, server);
  } catch (error) {
    await server.close();
    forge?.db.close();
    throw error;
  }
}

function running(forge: ForgeContext, server: RunningServer): Forge {
  return {
    url: forge.url,
    apiUrl: `${forge.url}/api/v3`,
    createRepository: repository => ensureRepository(forge, repository),
    setWebhook: hook => ensureHook(forge, hook),
    async close() {
      await server.close();
      await forge.webhooks.close();
      await forge.git.idle();
      forge.db.close();
    },
  };
}

function openForge(
  options: ForgeOptions,
  dataDir: string,
  users: ForgeContext['users'],
  port: number,
): ForgeContext {
  const logger = options.logger ?? SILENT;
  const git = createGit();
  const db = openDatabase(join(dataDir, 'forge.sqlite'));
  return {
    url: `http://localhost:${port}`,
    db,
    git,
    users,
    repositories: createRepositories(db, git, join(dataDir, 'repositories')),
    webhooks: createWebhooks({
      db,
      logger,
      retryDelays: options.webhookRetryDelays,
    }),
    memo: createMemo(),
    logger,
    signInHint: options.signInHint,
  };
}

/** Who commits when nobody asked for anything: the forge itself. */
const FORGE: Actor = {
  login: 'forge',
  name: 'Forge',
  email: 'forge@localhost',
};

async function ensureRepository(
  forge: ForgeContext,
  input: NewForgeRepository,
): Promise<{ created: boolean; headSha: string }> {
  const { owner, name, description, defaultBranch } = input;
  const repository =
    forge.repositories.find(owner, name) ??
    (await createRepository(forge, {
      owner,
      name,
      description,
      defaultBranch,
    }));
  // One that was created but not filled, for the forge was killed in between, is filled now.
  return initializeRepository(forge, repository, {
    files: input.initialFiles ?? { 'README.md': `# ${name}\n` },
    message: input.initialMessage ?? 'Initial commit',
    author: input.author ?? FORGE,
    actor: FORGE,
  });
}

async function ensureHook(
  forge: ForgeContext,
  hook: ForgeWebhook,
): Promise<{ created: boolean; id: number }> {
  const repository = forge.repositories.find(hook.owner, hook.name);
  if (!repository) {
    throw notFound(`There is no repository ${hook.owner}/${hook.name}`);
  }
  const settings = {
    url: hook.url,
    secret: hook.secret,
    contentType: 'json',
    events: [...hook.events],
    active: true,
  };
  const known = listHooks(forge.db, repository.id).find(
    ({ url }) => url === hook.url,
  );
  const { id } = known
    ? changeHook(forge, repository, known, settings)
    : await createHook(forge, repository, settings);
  return { created: !known, id };
}
