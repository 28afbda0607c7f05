import type { Io } from '../io';
import { UsageError } from '../answer';

/** Asks whoever sits at the terminal. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>;
  /** Answers one of the values. */
  choose(question: ChoiceQuestion): Promise<string>;
  confirm(question: ConfirmQuestion): Promise<boolean>;
}

export interface TextQuestion {
  readonly message: string;
  readonly default?: string;
  /** What is wrong with an answer; undefined when nothing is. */
  readonly problem?: (answer: string) => string | undefined;
}

export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly {
    readonly value: string;
    readonly says?: string;
  }[];
  readonly default?: string;
}

export interface ConfirmQuestion {
  readonly message: string;
  readonly default: boolean;
}

/** Undefined where nobody can be asked: a script, a pipe, or a program that wants JSON. */
export async function promptsFor(
  io: Io,
  { json = false }: { readonly json?: boolean } = {},
): Promise<Prompts | undefined> {
  if (json || !io.stdin.isTerminal || !io.stderr.isTerminal) return undefined;
  if (io.answers) return scripted(io.answers);
  // Only now: nobody else pays for it.
  return (await import('./terminal')).terminalPrompts();
}

/** In the place of a person. */
function scripted(answers: NonNullable<Io['answers']>): Prompts {
  const answer = (message: string, fallback?: string): string => {
    const given = answers(message) ?? fallback;
    if (given === undefined) throw new UsageError(`nobody answers: ${message}`);
    return given;
  };
  return {
    async text({ message, default: fallback, problem }) {
      const given = answer(message, fallback);
      const wrong = problem?.(given);
      if (wrong !== undefined) throw new UsageError(`${message} ${wrong}`);
      return given;
    },
    async choose({ message, choices, default: fallback }) {
      const given = answer(message, fallback ?? choices[0]?.value);
      if (!choices.some(({ value }) => value === given))
        throw new UsageError(`${message} has no choice ${given}`);
      return given;
    },
    confirm: async ({ message, default: fallback }) =>
      answer(message, fallback ? 'yes' : 'no') === 'yes',
  };
}
