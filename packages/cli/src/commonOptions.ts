import type { Command } from 'commander';

/** The options that every verb has. */
export interface CommonOptions {
  readonly directory?: string;
  readonly json?: boolean;
}

export function addCommonOptions(command: Command): void {
  command
    .option(
      '-C, --directory <folder>',
      'the repository, or what else it is about; default: where you are',
    )
    .option('--json', 'answer in JSON, for a program');
}
