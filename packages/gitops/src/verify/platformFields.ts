import { locateProblems, platformFields } from '@tenantry/model';
import type { Environment, Finding, PlatformField } from '@tenantry/model';
import { tenantPath } from '../layout';
import type { Tree } from '../tree';
import { isPlatforms, type Author, type TenantStates } from './author';
import { asFindings } from './found';

/** What each field takes over, or how it isolates less. */
const words: Readonly<Record<PlatformField, string>> = {
  namespace: 'adopts a namespace that is there',
  observed: 'is to be observed, and so not isolated',
};

/**
 * Environments that adopt a namespace or are observed, and weren't before. An error where the author is known to be none of
 * the platform's; a warning where nobody knows, for the reviewer.
 */
export function platformFieldFindings(
  tenants: readonly TenantStates[],
  { author, tree }: { readonly author?: Author; readonly tree: Tree },
): Finding[] {
  if (author && isPlatforms(author)) return [];
  return tenants.flatMap(({ name, before, after }) =>
    (after?.spec.environments ?? []).flatMap((environment, index) => {
      const old = before?.spec.environments.find(
        other =>
          other.name === environment.name &&
          other.cluster === environment.cluster,
      );
      return platformFields
        .filter(field => isNew(field, environment, old))
        .flatMap(field =>
          asFindings(
            'platform-field',
            locateProblems(
              [
                {
                  path: ['spec', 'environments', index, field],
                  message: words[field],
                },
              ],
              tree.read(tenantPath(name)) ?? '',
              { file: tenantPath(name) },
            ),
          ).map(finding =>
            author ? finding : { ...finding, level: 'warning' as const },
          ),
        );
    }),
  );
}

/** To take the field out is no more than what everybody has. */
function isNew(
  field: PlatformField,
  environment: Environment,
  old: Environment | undefined,
): boolean {
  const value = environment[field];
  return (
    value !== undefined &&
    JSON.stringify(value) !== JSON.stringify(old?.[field])
  );
}
