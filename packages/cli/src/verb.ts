import type { Command } from 'commander';
import type { Answer } from './answer';
import type { Io } from './io';

/** One thing that the command does. */
export interface Verb {
  /** Its arguments, options and what they mean. */
  configure(command: Command): void;
  run(call: Call): Promise<Answer>;
  /** Shown at the end of its help. */
  readonly examples: readonly Example[];
}

export interface Example {
  readonly command: string;
  /** What it does, in a few words. */
  readonly does: string;
}

/** One call of a verb. */
export interface Call {
  /** What stands beside the options, each as it was typed. */
  readonly args: readonly (string | undefined)[];
  /** As commander read them; a verb parses what it takes. */
  readonly options: unknown;
  /** The folder it is about: `--directory`, or where it was called. */
  readonly directory: string;
  readonly io: Io;
  /** Tells a person who waits how far it is; nothing where nobody watches. */
  progress(text: string): void;
}

/** A verb as the list of all has it: loaded only when it is called. */
export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  load(): Verb;
}
