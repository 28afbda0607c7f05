import { z } from 'zod';

import { hookShape } from '../api/shapes/hook';
import { repositoryShape } from '../api/shapes/repository';
import type { ForgeContext } from '../context';
import { notFound, parseInput, Refusal } from '../refusal';
import type { Repository } from '../repositories';
import {
  findHook,
  insertHook,
  listHooks,
  updateHook,
  type HookRow,
  type HookSettings,
} from '../state/hooks';
import { isLoopbackUrl } from '../webhooks';

const HookSettingsSchema = z.object({
  url: z.string().refine(isLoopbackUrl, {
    message: 'A forge for development calls this machine only',
  }),
  secret: z.string(),
  contentType: z.enum(['json', 'form']),
  events: z
    .array(z.string().regex(/^(\*|[a-z_]{1,50})$/))
    .min(1)
    .max(100),
  active: z.boolean(),
}) satisfies z.ZodType<HookSettings>;

export async function createHook(
  forge: ForgeContext,
  repository: Repository,
  input: unknown,
): Promise<HookRow> {
  const settings = parseInput(HookSettingsSchema, input, 'Hook');
  const known = listHooks(forge.db, repository.id);
  if (known.some(({ url }) => url === settings.url)) {
    throw new Refusal(422, 'Validation Failed', [
      {
        resource: 'Hook',
        code: 'custom',
        message: 'Hook already exists on this repository',
      },
    ]);
  }
  const id = insertHook(forge.db, repository.id, settings);
  const hook = requireHook(forge, repository, id);
  pingHook(forge, repository, hook);
  return hook;
}

export function changeHook(
  forge: ForgeContext,
  repository: Repository,
  hook: HookRow,
  changes: Partial<Record<keyof HookSettings, unknown>>,
): HookRow {
  const settings = { ...hook, ...changes };
  updateHook(
    forge.db,
    hook.id,
    parseInput(HookSettingsSchema, settings, 'Hook'),
  );
  return requireHook(forge, repository, hook.id);
}

export function requireHook(
  forge: ForgeContext,
  repository: Repository,
  id: number,
): HookRow {
  const hook = findHook(forge.db, repository.id, id);
  if (!hook) {
    throw notFound();
  }
  return hook;
}

export function pingHook(
  forge: ForgeContext,
  repository: Repository,
  hook: HookRow,
): void {
  forge.webhooks.send(hook, 'ping', null, {
    zen: 'Small changes, reviewed together.',
    hook_id: hook.id,
    hook: hookShape(forge, repository, hook),
    repository: repositoryShape(forge, repository),
  });
}
