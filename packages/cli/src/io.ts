/** Where a command reads and writes; the process's own, or a test's. */
export interface Io {
  /** The folder that it was called in. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Answers to questions, in their order, in the place of a person at the terminal. */
  readonly answers?: (question: string) => string | undefined;
}

export interface Input {
  readonly isTerminal: boolean;
  /** Everything up to its end. */
  text(): Promise<string>;
}

export interface Output {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** The process's own. */
export function processIo(): Io {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: {
      isTerminal: process.stdin.isTTY === true,
      async text() {
        const chunks: Buffer[] = [];
        for await (const chunk of process.stdin) chunks.push(chunk);
        return Buffer.concat(chunks).toString();
      },
    },
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
  };
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    isTerminal: stream.isTTY === true,
    write: text => {
      stream.write(text);
    },
  };
}
