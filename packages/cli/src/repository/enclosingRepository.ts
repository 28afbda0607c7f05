import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with a platform.yaml that a folder is in, as git finds its own; the folder itself where there is none. */
export function enclosingRepository(folder: string): string {
  for (let place = folder; ; place = dirname(place)) {
    if (existsSync(join(place, 'platform.yaml'))) return place;
    if (dirname(place) === place) return folder;
  }
}
