import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from './requirements';

/** What the parts of one installation know each other by. Never printed. */
export interface Secrets {
  /** The portal's token on the forge: opens pull requests. */
  readonly portal: string;
  /** The reviewer's token on the forge: approves and merges. */
  readonly reviewer: string;
  /** Signs what the forge sends to the backend. */
  readonly webhook: string;
}

/** Reads the secrets, and makes those that don't exist yet; files are readable by their owner only. */
export async function readSecrets(
  stateDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Secrets> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  const directory = forgeDirectory(stateDir);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const portal =
    env.TENANTRY_FORGE_TOKEN || (await secretFile(directory, 'portal.token'));
  const reviewer =
    env.TENANTRY_REVIEWER_TOKEN ||
    (await secretFile(directory, 'reviewer.token'));
  const webhook =
    env.TENANTRY_WEBHOOK_SECRET ||
    (await secretFile(directory, 'webhook.secret'));
  if (portal === reviewer) {
    throw new UserError(
      'TENANTRY_FORGE_TOKEN and TENANTRY_REVIEWER_TOKEN are the same: whoever asks could then approve. Give two different tokens, or none.',
    );
  }
  return { portal, reviewer, webhook };
}

export function forgeDirectory(stateDir: string): string {
  return join(stateDir, 'forge');
}

async function secretFile(directory: string, name: string): Promise<string> {
  const path = join(directory, name);
  const existing = await readFile(path, 'utf8').catch(() => '');
  if (existing.trim()) {
    await chmod(path, 0o600);
    return existing.trim();
  }
  const secret = randomBytes(24).toString('hex');
  await writeFile(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}
