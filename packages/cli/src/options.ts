import type { Command } from 'commander';

/** An option that may be given more than once. */
export function collect(
  value: string,
  before: readonly string[] = [],
): string[] {
  return [...before, value];
}

/** The two ends of a change of the repository. */
export interface Ends {
  readonly base?: string;
  readonly head?: string;
}

export function addEnds(command: Command): void {
  command
    .option(
      '--base <revision>',
      'where the change goes; default: the default branch of origin, or main',
    )
    .option(
      '--head <revision>',
      'the change; default: the files in your working folder, committed or not',
    );
}
