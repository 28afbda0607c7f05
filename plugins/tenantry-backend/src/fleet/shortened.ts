import { stringifyError } from '@backstage/errors';

const most = 300;

/** Drivers of databases repeat the statement, some with all its values; what went wrong comes last. */
const statement =
  /^(\w*Error: )(?:select|insert|update|delete|begin|commit)\b.* - /is;

/** What went wrong, for people: nothing of the statement on which a database gave up, which is full of tenants' names. */
export function shortened(error: unknown): string {
  const reason = stringifyError(error).replace(statement, '$1');
  return reason.length > most ? `${reason.slice(0, most)}…` : reason;
}
