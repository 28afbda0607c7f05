import type { Prompts } from '../prompts/prompts';
import {
  neededFlags,
  repeated,
  type InitFlag,
  type InitFlags,
} from './initFlags';

/** The flags that are needed and were not given. */
export function missingInitFlags(flags: InitFlags): InitFlag[] {
  return neededFlags.filter(({ key }) => flags[key] === undefined);
}

/** Asks for each of them. */
export async function askForInit(
  prompts: Prompts,
  given: InitFlags,
): Promise<InitFlags> {
  let flags = given;
  for (const { key, what, question, choices } of missingInitFlags(given)) {
    const message = question ?? what;
    const answer = choices
      ? await prompts.choose({
          message,
          choices: choices.map(value => ({ value })),
        })
      : await prompts.text({
          message,
          problem: text =>
            text.trim() === '' ? 'is needed; there is no default' : undefined,
        });
    flags = {
      ...flags,
      [key]: repeated.includes(key) ? answer.split(',') : answer,
    };
  }
  return flags;
}
