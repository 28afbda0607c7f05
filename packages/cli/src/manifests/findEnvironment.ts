import { environmentContexts } from '@tenantry/controls';
import type { EnvironmentContext } from '@tenantry/controls';
import { folderTree, readFleet } from '@tenantry/gitops';
import { UsageError } from '../answer';

/**
 * An environment of the repository in a folder, by `tenant/environment`.
 *
 * @throws UsageError that names the ones there are.
 */
export function findEnvironment(
  directory: string,
  name: string,
): EnvironmentContext {
  const { fleet, problems } = readFleet(folderTree(directory));
  const [tenantName, environmentName, ...rest] = name.split('/');
  const tenant = fleet.tenants.find(
    ({ metadata }) => metadata.name === tenantName,
  );
  if (!tenant || rest.length > 0)
    throw new UsageError(
      problems.some(({ file }) => file?.startsWith(`tenants/${tenantName}/`))
        ? `tenants/${tenantName}/tenant.yaml can't be read: see \`tenantry render --check\``
        : `there is no tenant ${tenantName}; there are ${listed(
            fleet.tenants.map(({ metadata }) => metadata.name),
          )}`,
    );
  const contexts = environmentContexts(tenant, fleet);
  const found = contexts.find(
    ({ environment }) => environment.name === environmentName,
  );
  if (found) return found;
  const there = contexts.map(
    ({ environment }) => `${tenantName}/${environment.name}`,
  );
  throw new UsageError(
    environmentName === undefined
      ? `name an environment of ${tenantName}: ${listed(there)}`
      : `${tenantName} has no environment ${environmentName}; it has ${listed(
          there,
        )}`,
  );
}

const most = 20;

function listed(names: readonly string[]): string {
  const rest = names.length - most;
  return [...names.slice(0, most), ...(rest > 0 ? [`${rest} more`] : [])].join(
    ', ',
  );
}
