import { Command, type Argument, type Option } from 'commander';
import { resolve } from 'node:path';
import { addCommonOptions } from '../commonOptions';
import type { VerbEntry } from '../verb';
import type { Candidate, Places } from './candidate';
import { sources, type SourceInput } from './sources';

/**
 * How a command line can go on. Only the verb that it names is loaded.
 *
 * @param words everything behind the name of the program; the last one is being typed, and may be empty.
 */
export function candidatesFor(
  words: readonly string[],
  verbs: readonly VerbEntry[],
  cwd: string,
): readonly Candidate[] | Places {
  const current = words.at(-1) ?? '';
  const [name, ...before] = words.slice(0, -1);
  if (name === undefined)
    return beginning(current, [
      ...verbs.map(({ name: word, summary }) => ({ word, says: summary })),
      { word: '--help', says: 'show all verbs' },
      { word: '--version', says: 'show which one this is' },
    ]);
  const entry = verbs.find(verb => verb.name === name);
  if (!entry) return [];
  const command = new Command(name);
  entry.load().configure(command);
  addCommonOptions(command);

  const { pending, operands, directory } = read(before, command);
  const input = { current, operands, directory: resolve(cwd, directory) };
  if (pending) return valuesOf(pending, pending.attributeName(), input);
  const [, flag, value] = /^(--[a-z-]+)=(.*)$/.exec(current) ?? [];
  const assigned = command.options.find(({ long }) => long === flag);
  if (assigned && flag !== undefined)
    return prefixed(
      `${flag}=`,
      valuesOf(assigned, assigned.attributeName(), {
        ...input,
        current: value,
      }),
    );
  if (current.startsWith('-')) return beginning(current, flagsOf(command));
  const argument = argumentAt(command, operands.length);
  return argument ? valuesOf(argument, argument.name(), input) : [];
}

interface Reading {
  /** An option that still needs its value. */
  readonly pending?: Option;
  readonly operands: readonly string[];
  readonly directory: string;
}

function read(before: readonly string[], command: Command): Reading {
  let pending: Option | undefined;
  let directory = '.';
  const operands: string[] = [];
  for (const word of before) {
    if (pending) {
      if (pending.attributeName() === 'directory') directory = word;
      pending = undefined;
    } else if (!word.startsWith('-')) {
      operands.push(word);
    } else {
      pending = command.options.find(
        option =>
          option.required && (option.long === word || option.short === word),
      );
      const [, given] = /^--directory=(.+)$/.exec(word) ?? [];
      directory = given ?? directory;
    }
  }
  return { pending, operands, directory };
}

function valuesOf(
  { argChoices, ...described }: Option | Argument,
  name: string,
  input: SourceInput,
): readonly Candidate[] | Places {
  if (argChoices)
    return beginning(
      input.current,
      argChoices.map(word => ({ word })),
    );
  const flags = 'flags' in described ? described.flags : `<${name}>`;
  const [, placeholder = ''] = /<([^>]+)>/.exec(flags) ?? [];
  if (placeholder === 'folder') return 'folders';
  if (placeholder === 'file') return 'files';
  const known = [placeholder, name].find(word => Object.hasOwn(sources, word));
  return beginning(
    input.current,
    known === undefined ? [] : sources[known](input),
  );
}

function argumentAt(
  { registeredArguments }: Command,
  index: number,
): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic ? last : undefined);
}

function flagsOf({ options }: Command): Candidate[] {
  return [
    ...options
      .filter(({ hidden }) => !hidden)
      .map(({ long, short, description }) => ({
        word: long ?? short ?? '',
        says: description,
      })),
    { word: '--help', says: 'show the help of the verb' },
  ];
}

function beginning(
  current: string,
  candidates: readonly Candidate[],
): readonly Candidate[] {
  return candidates.filter(({ word }) => word.startsWith(current));
}

function prefixed(
  prefix: string,
  candidates: readonly Candidate[] | Places,
): readonly Candidate[] | Places {
  return typeof candidates === 'string'
    ? candidates
    : candidates.map(candidate => ({
        ...candidate,
        word: `${prefix}${candidate.word}`,
      }));
}
