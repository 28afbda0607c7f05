import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atEnd } from './atEnd';
import { rmSync } from 'node:fs';

/** Outside of the clone: what was built is of use to every clone, and survives `git clean`. */
export function cacheFolder(): string {
  const { TENANTRY_RIG_CACHE, XDG_CACHE_HOME } = process.env;
  if (TENANTRY_RIG_CACHE) return TENANTRY_RIG_CACHE;
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'tenantry-rig');
}

/**
 * The folder `key` of the cache. Made by `fill` when it isn't there, in a temporary folder that is renamed when complete:
 * a folder that exists is whole. Of several processes that want the same one, one fills it and the others wait.
 */
export async function cached(
  key: string,
  fill: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(cacheFolder(), key);
  if (existsSync(folder)) return folder;
  await mkdir(cacheFolder(), { recursive: true });
  const unlock = await lock(`${folder}.lock`);
  try {
    if (existsSync(folder)) return folder;
    const temporary = await mkdtemp(`${folder}.new-`);
    const remove = () => rmSync(temporary, { recursive: true, force: true });
    const forget = atEnd(remove);
    try {
      await fill(temporary);
      await rename(temporary, folder);
    } finally {
      forget();
      remove();
    }
    return folder;
  } finally {
    await unlock();
  }
}

async function lock(path: string): Promise<() => Promise<void>> {
  for (let said = false; ; ) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      const forget = atEnd(() => rmSync(path, { force: true }));
      return async () => {
        forget();
        await rm(path, { force: true });
      };
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''));
    if (holder && !isAlive(holder)) {
      await rm(path, { force: true });
      continue;
    }
    if (!said)
      console.log(
        `waiting for process ${holder}, which builds the same (${path})`,
      );
    said = true;
    await sleep(500);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is somebody else's, and alive.
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
