import type { Style } from './print/style';

/** What a verb has to say. Each way of saying it is made only when it is asked for. */
export interface Answer {
  /** Whether nothing was found that somebody has to look at: exit code 0, else 1. */
  readonly fine: boolean;
  /** For a person at a terminal; ends without a line break. */
  text(style: Style): string;
  /** For a program. */
  json(): unknown;
}

export const exitCodes = { fine: 0, findings: 1, failed: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The command was called in a way that can't be followed; the message says how it could. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
