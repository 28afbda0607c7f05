import {
  BadCredentialsError,
  ForgeUnreachableError,
  RepositoryMissingError,
} from './errors';
import { GitError } from './git';

const schemes = ['https', 'http', 'file'];

/** The URL's scheme, checked, because it becomes the only one that git may use. */
export function schemeOf(url: string): string {
  const { protocol, username, password } = new URL(url);
  const scheme = protocol.slice(0, -1);
  if (!schemes.includes(scheme)) {
    throw new Error(
      `A mirror's URL starts with ${schemes.join(
        ':, ',
      )}:, not with ${protocol}`,
    );
  }
  if (username || password) {
    throw new Error(
      "A mirror's URL must not hold credentials: give them as token",
    );
  }
  return scheme;
}

/** The token goes by the environment, where neither `ps` nor an error message shows it. */
export function transferEnvironment(
  scheme: string,
  token: string | undefined,
): Record<string, string> {
  const config: [string, string][] = [
    // A redirect would take the token along.
    ['http.followRedirects', 'false'],
    ['http.lowSpeedLimit', '1000'],
    ['http.lowSpeedTime', '30'],
    ['credential.helper', ''],
    ['gc.autoDetach', 'false'],
  ];
  if (token && scheme !== 'file') {
    const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
    config.push(['http.extraHeader', `Authorization: Basic ${basic}`]);
  }
  return {
    GIT_ALLOW_PROTOCOL: scheme,
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** What git writes, in its untranslated form, when it can't fetch. First match wins. */
const meanings: readonly {
  readonly said: RegExp;
  readonly error: (url: string, cause: GitError) => Error;
}[] = [
  {
    said: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|returned error: 40[13]/i,
    error: (url, cause) => new BadCredentialsError(url, 'fetch', { cause }),
  },
  {
    said: /not found|does not appear to be a git repository|does not exist|returned error: 404/i,
    error: (url, cause) =>
      new RepositoryMissingError(url, 'was not found', { cause }),
  },
  {
    said: /returned error: 30\d|unable to update url base/i,
    error: (url, cause) =>
      new RepositoryMissingError(url, 'has moved to another address', {
        cause,
      }),
  },
  {
    said: /Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|timed out)|unable to access|early EOF|hung up|returned error: (429|5\d\d)/i,
    error: (url, cause) =>
      new ForgeUnreachableError(url, lastLine(cause.stderr), { cause }),
  },
];

/** The typed error for a failed transfer; anything unknown stays as it is. */
export function transferError(url: string, error: unknown): unknown {
  if (!(error instanceof GitError)) return error;
  if (error.reason === 'timed-out') {
    return new ForgeUnreachableError(url, 'it did not answer in time', {
      cause: error,
    });
  }
  const meaning = meanings.find(({ said }) => said.test(error.stderr));
  return meaning ? meaning.error(url, error) : error;
}

function lastLine(stderr: string): string {
  const lines = stderr.trim().split('\n');
  return lines[lines.length - 1].replace(/^fatal: /, '').replace(/\.$/, '');
}
