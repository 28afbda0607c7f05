import { stringifyError } from '@backstage/errors';

const most = 300;

/** Drivers of databases repeat the statement with all its values; what went wrong comes last. */
export function shortened(error: unknown): string {
  const reason = stringifyError(error);
  return reason.length > most ? `… ${reason.slice(-most)}` : reason;
}
