import type { Finding } from '@tenantry/model';
import type { PathChange } from '../history';
import { isOwnPath, tenantOfPath } from '../layout';
import { found } from './found';

const modes: Readonly<Record<string, 'link' | 'submodule'>> = {
  '120000': 'link',
  '160000': 'submodule',
};

/** Entries that are no plain files, wherever they are: each reader makes something else of them. */
export function entryFindings(changes: readonly PathChange[]): Finding[] {
  return changes.flatMap(({ path, after }) => {
    const rule = after && modes[after.mode];
    if (rule === 'link') return found('link', path, 'is a symbolic link');
    if (rule === 'submodule') return found('submodule', path, 'is a submodule');
    return after?.mode === '100755' && isRendered(path)
      ? found('hand-edited', path, 'is marked as a program')
      : [];
  });
}

function isRendered(path: string): boolean {
  const tenant = tenantOfPath(path);
  return tenant !== undefined && isOwnPath(path, tenant);
}
