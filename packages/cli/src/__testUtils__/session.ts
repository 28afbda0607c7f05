import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { version } from '../../package.json';
import type { Io } from '../io';
import { run } from '../run';

// A verb is loaded with everything below it when it is first called, which takes a while.
jest.setTimeout(60_000);

/** `UPDATE_GOLDEN=1 npm test -- packages/cli` writes the transcripts anew. */
const update = process.env.UPDATE_GOLDEN === '1';
const goldens = join(__dirname, '../__transcripts__');
const examples = join(__dirname, '../../../../examples/platform');

const folders: string[] = [];

/** One person at a shell, in a folder of their own; what they see is written down. */
export interface Session {
  readonly directory: string;
  /** Runs the command; answers its exit code. */
  tenantry(...argv: string[]): Promise<number>;
  /** What the last call wrote to stdout. */
  readonly output: string;
  read(path: string): string;
  write(path: string, text: string): void;
  /** Paths of all files, sorted. */
  files(): string[];
  /** Adds a line of one's own to the transcript. */
  note(text: string): void;
  /** All of it so far. */
  readonly transcript: string;
}

export interface SessionOptions {
  /** Begins with the files of the example platform. */
  readonly example?: boolean;
  /** Somebody sits there; their answers, in the order of the questions. */
  readonly answers?: Io['answers'];
}

export function startSession({
  example = false,
  answers,
}: SessionOptions = {}): Session {
  const directory = mkdtempSync(join(tmpdir(), 'tenantry-cli-'));
  folders.push(directory);
  if (example) cpSync(examples, directory, { recursive: true });
  const lines: string[] = [];
  let output = '';
  const clean = (text: string) =>
    text
      .replaceAll(directory, '/repository')
      .replaceAll(`tenantry@${version}`, 'tenantry@<version>');

  return {
    directory,
    get output() {
      return output;
    },
    async tenantry(...argv) {
      const said = { stdout: '', stderr: '' };
      const outputTo = (stream: keyof typeof said) => ({
        isTerminal: answers !== undefined && stream === 'stderr',
        write: (text: string) => {
          said[stream] += text;
        },
      });
      const code = await run(argv, {
        cwd: directory,
        env: { NO_COLOR: '1' },
        stdin: { isTerminal: answers !== undefined, text: async () => '' },
        stdout: outputTo('stdout'),
        stderr: outputTo('stderr'),
        answers,
      });
      output = said.stdout;
      lines.push(
        `$ tenantry ${argv.map(quoted).join(' ')}`,
        clean(said.stdout).trimEnd(),
        ...(said.stderr
          ? [clean(said.stderr).trimEnd().replace(/^/gm, '! ')]
          : []),
        `(exit code ${code})`,
        '',
      );
      return code;
    },
    read: path => readFileSync(join(directory, path), 'utf8'),
    write(path, text) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    },
    files: () =>
      readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry =>
          join(entry.parentPath, entry.name).slice(directory.length + 1),
        )
        .filter(path => !path.startsWith('.git/'))
        .sort(),
    note(text) {
      lines.push(clean(text), '');
    },
    get transcript() {
      return lines.join('\n');
    },
  };
}

/** A transcript as it was the last time. */
export function golden(name: string, now: string): string {
  const file = join(goldens, `${name}.txt`);
  if (update) {
    mkdirSync(goldens, { recursive: true });
    writeFileSync(file, now);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export function endSessions(): void {
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true });
}

function quoted(word: string): string {
  return /^[\w./@:=+,-]+$/.test(word) ? word : `'${word}'`;
}
