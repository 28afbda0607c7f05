import { z } from 'zod';
import { Access } from './access';
import { CalendarDate } from './dates';
import { document } from './document';
import { GroupRef } from './entityRefs';
import { Environment } from './environment';
import { checkEnvironments } from './environments';
import { resourceName, TenantName } from './names';
import { valueAt } from './paths';
import { Repository } from './repositories';
import { freeText } from './text';
import { uniqueList } from './valueType';

/** A list of environments: at least one, each name once. */
export function environmentsOf<Item extends z.ZodType>(environment: Item) {
  return uniqueList(environment, {
    what: 'environment name',
    min: 1,
    max: 20,
    by: ['name'],
  }).describe('Its environments, at least one.');
}

/** The fields that a tenant file and the flat request of a form have in common. */
export const tenantFields = {
  title: freeText('What people call the tenant.', { examples: ['Payments'] }),
  owner: GroupRef,
  access: Access,
  profile: resourceName('How strongly it is isolated.', 'hardened'),
  size: resourceName('How much it may use in each environment.', 'medium'),
  repositories: uniqueList(Repository, { what: 'repository', max: 50 })
    .default([])
    .describe('Git repositories that Argo CD may deploy from.'),
  environments: environmentsOf(Environment),
  expires: CalendarDate.optional().describe(
    'The day after which the tenant is up for review, year-month-day.',
  ),
};

export const TenantSpec = z
  .strictObject(tenantFields)
  .describe('What the tenant asks for.');
export type TenantSpec = z.output<typeof TenantSpec>;

/** A team's claim: `tenants/<name>/tenant.yaml`. */
export const Tenant = document('Tenant', {
  name: TenantName,
  spec: TenantSpec,
  description: 'A team and its environments on shared clusters.',
}).superRefine(
  (tenant, context) =>
    checkEnvironments(context, {
      tenant: valueAt(tenant, ['metadata', 'name']),
      environments: valueAt(tenant, ['spec', 'environments']),
      path: ['spec', 'environments'],
    }),
  { when: () => true },
);
export type Tenant = z.output<typeof Tenant>;
