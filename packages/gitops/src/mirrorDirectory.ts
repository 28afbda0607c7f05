import { mkdir, readdir, rm } from 'node:fs/promises';
import { git } from './git';

const ownerKey = 'tenantry.mirror';

/**
 * Makes the folder an empty mirror of `url`, or finds it to be one. A mirror of another URL is emptied; a folder that
 * holds anything else is refused.
 */
export async function claimDirectory(
  directory: string,
  url: string,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const owner = await mirroredUrl(directory);
  if (owner === undefined && (await readdir(directory)).length > 0) {
    throw new Error(
      `${directory} is neither empty nor a mirror: choose another folder`,
    );
  }
  if (owner !== undefined && owner !== url) {
    await rm(directory, { recursive: true });
    await mkdir(directory);
  }
  // The claim comes first: a start that is interrupted here is continued by the next one.
  await git(['config', '--file', 'config', ownerKey, url], { directory });
  await git(['init', '--quiet', '--bare', '--template='], { directory });
}

async function mirroredUrl(directory: string): Promise<string | undefined> {
  try {
    const value = await git(['config', '--file', 'config', ownerKey], {
      directory,
    });
    return value.toString().trim();
  } catch {
    return undefined;
  }
}
