import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import select from '@inquirer/select';
import { UsageError } from '../answer';
import type { Prompts } from './prompts';

/** Questions go to stderr, so that stdout holds the answer of the command alone. */
const context = { output: process.stderr };

/** Asks at the terminal; a person who breaks off has changed nothing. */
export function terminalPrompts(): Prompts {
  return {
    text: ({ message, default: fallback, problem }) =>
      asked(
        input(
          {
            message,
            default: fallback,
            validate: answer => problem?.(answer) ?? true,
          },
          context,
        ),
      ),
    choose: ({ message, choices, default: fallback }) =>
      asked(
        select(
          {
            message,
            default: fallback,
            choices: choices.map(({ value, says }) => ({
              value,
              name: value,
              description: says,
            })),
          },
          context,
        ),
      ),
    confirm: ({ message, default: fallback }) =>
      asked(confirm({ message, default: fallback }, context)),
  };
}

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw new UsageError('broken off; nothing was written', { cause: error });
    throw error;
  }
}
