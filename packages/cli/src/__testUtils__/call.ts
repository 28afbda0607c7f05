import type { ExitCode } from '../answer';
import type { Io } from '../io';
import { run } from '../run';

export interface Called {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Io['env'];
  readonly stdin?: string;
  /** Whether somebody sits before it. Default: nobody does. */
  readonly terminal?: boolean;
}

/** Calls the command as a shell would, in this process. */
export async function call(
  argv: readonly string[],
  { cwd = '/', env = {}, stdin = '', terminal = false }: Surroundings = {},
): Promise<Called> {
  let stdout = '';
  let stderr = '';
  const code = await run(argv, {
    cwd,
    env,
    stdin: { isTerminal: terminal, text: async () => stdin },
    stdout: { isTerminal: terminal, write: text => (stdout += text) },
    stderr: { isTerminal: terminal, write: text => (stderr += text) },
  });
  return { code, stdout, stderr };
}
