import { z } from 'zod';
import { Group } from './groups';
import { uniqueList } from './valueType';

/** What a group of people may do in every environment of a tenant, the widest first. */
export const Role = z
  .enum(['admin', 'developer', 'viewer'])
  .describe('What the group may do: admin, developer or viewer.');
export type Role = z.output<typeof Role>;

/** Groups by role; single users can't be named, so that leaving a team ends access. */
export const Access = z
  .strictObject({
    admins: groups(1).describe(
      'Groups that may do everything in the environments, at least one.',
    ),
    developers: groups(0)
      .default([])
      .describe('Groups that may deploy and debug.'),
    viewers: groups(0).default([]).describe('Groups that may only look.'),
  })
  .describe('Who may do what: groups of the identity provider, never people.');
export type Access = z.output<typeof Access>;

function groups(min: number) {
  return uniqueList(Group, { what: 'group', min, max: 50 });
}
