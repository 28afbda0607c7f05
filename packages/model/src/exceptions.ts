import { z } from 'zod';
import { CalendarDate } from './dates';
import { document } from './document';
import { EntityRef } from './entityRefs';
import type { Fleet } from './fleet';
import { EnvironmentName, TenantName } from './names';
import { quote } from './quote';
import { freeText } from './text';
import { checkedText, complain, uniqueList } from './valueType';

const CONTROL_ID = /^[a-z]+(?:-[a-z]+)*$/;
const TICKET = /^[A-Za-z0-9](?:[A-Za-z0-9._#/-]{0,62}[A-Za-z0-9])?$/;

const ControlId = checkedText(
  id =>
    CONTROL_ID.test(id) && id.length <= 63
      ? undefined
      : {
          message: `${quote(
            id,
          )} isn't the id of a control: lower-case words, joined by hyphens`,
          example: 'host-probes',
        },
  {
    description: 'The id of the control whose rules are left out.',
    examples: ['host-probes'],
    pattern: CONTROL_ID.source,
  },
);

const Ticket = checkedText(
  ticket =>
    TICKET.test(ticket)
      ? undefined
      : {
          message: `${quote(
            ticket,
          )} isn't the key of a ticket: 1 to 64 of the characters A-Z a-z 0-9 . _ # / -`,
          example: 'SEC-1234',
        },
  {
    description: 'The ticket in which it was decided.',
    examples: ['SEC-1234'],
    pattern: TICKET.source,
  },
);

/** One control that is switched off in one environment. */
export const Exception = z
  .strictObject({
    control: ControlId,
    environment: EnvironmentName.describe(
      'The environment in which they are left out.',
    ),
    reason: freeText('Why it is needed.', {
      longest: 300,
      examples: ["The vendor's agent answers its probes on the node."],
    }),
    ticket: Ticket,
    approver: EntityRef.describe(
      'Who approved it: a user or a group of the catalog, as a full reference.',
    ),
    expires: CalendarDate.describe('Its last day, year-month-day.'),
  })
  .describe('One control that is switched off in one environment.');
export type Exception = z.output<typeof Exception>;

const List = uniqueList(Exception, {
  what: 'control and environment',
  max: 100,
  by: ['control', 'environment'],
}).superRefine((entries, context) =>
  complain(
    context,
    entries.length === 0 ? { message: 'is empty; delete the file' } : undefined,
  ),
);

/** What is switched off for a tenant: `tenants/<name>/exceptions.yaml`. */
export const Exceptions = document('Exceptions', {
  name: TenantName.describe('The tenant whose environments they are.'),
  spec: z
    .strictObject({
      exceptions: List.describe(
        'The exceptions, one for a control and an environment.',
      ),
    })
    .describe('What is switched off, where, and until when.'),
  description:
    'Controls that are switched off in environments of a tenant. Only a platform engineer writes it.',
});
export type Exceptions = z.output<typeof Exceptions>;

/** What is switched off for a tenant, in the order of its file. */
export function exceptionsOf(
  tenant: string,
  { exceptions }: Pick<Fleet, 'exceptions'>,
): readonly Exception[] {
  return exceptions?.get(tenant) ?? [];
}

/** Whether the last day of an exception is over. @param today year-month-day. */
export function isExpired({ expires }: Exception, today: string): boolean {
  return expires < today;
}
