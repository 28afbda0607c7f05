import { Argument } from 'commander';
import { UsageError, type Answer } from '../answer';
import { candidateLines } from '../completion/candidate';
import { candidatesFor } from '../completion/candidatesFor';
import { scripts, shells } from '../completion/scripts';
import type { Call, Verb } from '../verb';
import { verbs } from '.';

/** `tenantry completion`: what makes a shell know the command. */
export const completion: Verb = {
  examples: [
    {
      command: 'tenantry completion bash',
      does: 'the script, to look at',
    },
    {
      command: 'source <(tenantry completion bash)',
      does: 'in ~/.bashrc; for zsh the same in ~/.zshrc',
    },
    {
      command:
        'tenantry completion fish > ~/.config/fish/completions/tenantry.fish',
      does: 'for fish',
    },
    {
      command: "tenantry completion words -- render --tenant ''",
      does: 'what the scripts ask: how a command line can go on',
    },
  ],
  configure(command) {
    command
      .addArgument(
        new Argument('<shell>', 'which shell the script is for').choices([
          ...shells,
          'words',
        ]),
      )
      .argument('[words...]', 'with words: the command line so far');
  },
  async run({ args: [shell, ...words], io }: Call): Promise<Answer> {
    const script = shells.find(name => name === shell);
    if (script !== undefined && words.length > 0)
      throw new UsageError(`a script for ${script} takes no words`);
    if (script !== undefined)
      return {
        fine: true,
        text: () => scripts[script],
        json: () => ({ shell: script, script: scripts[script] }),
      };
    const typed = words.map(word => word ?? '');
    const candidates = candidatesFor(typed, verbs, io.cwd);
    return {
      fine: true,
      text: () => candidateLines(candidates),
      json: () => ({ candidates }),
    };
  },
};
