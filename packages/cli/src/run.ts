import { Command, CommanderError } from 'commander';
import { resolve } from 'node:path';
import { version } from '../package.json';
import { exitCodes, UsageError, type Answer, type ExitCode } from './answer';
import { addCommonOptions, type CommonOptions } from './commonOptions';
import { isExpected, messageOf } from './messageOf';
import type { Io } from './io';
import { styleFor } from './print/style';
import type { Verb, VerbEntry } from './verb';
import { enclosingRepository } from './repository/enclosingRepository';
import { verbs } from './verbs';

/**
 * Runs the command once, and says what it has to say.
 *
 * @param argv without the names of the programs.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCodes.fine;
  const onCode = (found: ExitCode) => {
    code = found;
  };
  const program = new Command('tenantry')
    .description(
      'Isolated places on shared Kubernetes clusters: plain YAML in Git, checked and proved.',
    )
    .version(version, '-V, --version')
    .helpOption('-h, --help', 'show this, or the help of a verb')
    .helpCommand(false)
    .configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
    })
    .showSuggestionAfterError()
    .exitOverride();
  for (const entry of verbs) {
    const command = program
      .command(entry.name)
      .summary(entry.summary)
      .description(
        `${entry.summary[0].toUpperCase()}${entry.summary.slice(1)}.`,
      )
      .exitOverride();
    if (entry.name === argv[0]) prepare(command, entry, io, onCode);
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return failed(error, argv, io);
  }
}

function prepare(
  command: Command,
  entry: VerbEntry,
  io: Io,
  onCode: (code: ExitCode) => void,
): void {
  const verb = entry.load();
  verb.configure(command);
  addCommonOptions(command);
  command.addHelpText('after', examplesOf(verb)).action(async () => {
    const options = command.opts<CommonOptions>();
    const answer = await verb.run({
      args: command.args,
      options,
      directory:
        options.directory === undefined
          ? enclosingRepository(io.cwd)
          : resolve(io.cwd, options.directory),
      io,
      progress: progressOn(io),
    });
    tell(answer, options, io);
    onCode(answer.fine ? exitCodes.fine : exitCodes.findings);
  });
}

function tell(answer: Answer, { json }: CommonOptions, io: Io): void {
  const said = json
    ? JSON.stringify(answer.json(), undefined, 2)
    : answer.text(styleFor(io.stdout, io.env));
  if (said !== '') io.stdout.write(`${said}\n`);
}

function failed(error: unknown, argv: readonly string[], io: Io): ExitCode {
  // Help and the version end as errors, too; commander has told them, and what is wrong with a call.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.fine : exitCodes.failed;
  const message = messageOf(error);
  if (argv.includes('--json'))
    io.stdout.write(`${JSON.stringify({ error: message }, undefined, 2)}\n`);
  else
    io.stderr.write(
      `${styleFor(io.stderr, io.env).red('error')}: ${message}\n`,
    );
  if (error instanceof UsageError)
    io.stderr.write(`See: tenantry ${argv[0]} --help\n`);
  if (!isExpected(error) && error instanceof Error)
    io.stderr.write(`${error.stack}\n`);
  return exitCodes.failed;
}

function examplesOf({ examples }: Verb): string {
  const longest = Math.max(...examples.map(({ command }) => command.length));
  const lines = examples.map(
    ({ command, does }) => `  ${command.padEnd(longest)}  # ${does}`,
  );
  return `\nExamples:\n${lines.join('\n')}\n`;
}

/** One line that is written over, on a terminal only. */
function progressOn({ stderr }: Io): (text: string) => void {
  return text => {
    if (stderr.isTerminal) stderr.write(`\r\u001b[K${text}`);
  };
}
