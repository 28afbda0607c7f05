import type { Complaint } from './complaint';
import { hostGrammarProblem } from './hosts';
import { quote } from './quote';
import { checkedText } from './valueType';

const EXAMPLE = 'https://git.example.com/payments/deploy.git';
const URL_PARTS =
  /^(?<scheme>[a-z]+):\/\/(?:[^/@]*@)?(?<host>[^/:@]*)(?::(?<port>[^/@]*))?(?<path>\/.*)?$/;

/** All that stands between the scheme and the last @. */
const USER_INFO = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(.*)@/is;

/** The one user that is public knowledge. */
const GIT_USER = 'git';

/** What is wrong with a Git address that Argo CD may deploy from; undefined when nothing is. */
export function repositoryProblem(url: string): Complaint | undefined {
  return (
    spellingProblem(url) ??
    partsProblem(url, { schemes: ['https', 'ssh'], example: EXAMPLE })
  );
}

/** What is wrong with the address of the platform's own repository, which may be a local one; undefined when nothing is. */
export function platformRepositoryProblem(url: string): Complaint | undefined {
  return (
    spellingProblem(url) ??
    partsProblem(url, {
      schemes: ['https', 'ssh', 'http'],
      example: 'https://git.example.com/platform/tenants.git',
      localHosts: true,
    })
  );
}

export const Repository = checkedText(repositoryProblem, {
  description:
    'The exact https or ssh address of a Git repository; no wildcards, no credentials.',
  examples: [EXAMPLE],
});

export const PlatformRepository = checkedText(platformRepositoryProblem, {
  description: "The exact address of the platform's own Git repository.",
  examples: ['https://git.example.com/platform/tenants.git'],
});

function spellingProblem(url: string): Complaint | undefined {
  const complaint = (reason: string, example = EXAMPLE): Complaint => ({
    message: `${quote(withoutUser(url))} ${reason}`,
    example,
  });
  if (url === '') {
    return {
      message: 'is empty; write the address of one repository',
      example: EXAMPLE,
    };
  }
  if (url.length > 400) {
    return complaint('is longer than 400 characters');
  }
  if (/[*?![\]{}]/.test(url)) {
    return complaint(
      'contains a wildcard or query (one of * ? ! [ ] { }); name one exact repository',
    );
  }
  if (url.includes('#') || url.includes('%')) {
    return complaint('contains # or %; write the plain address');
  }
  const short = /^([\w.-]+)@([\w.-]+):(?!\/)(.+)$/.exec(url);
  if (short) {
    const full = `ssh://${GIT_USER}@${short[2]}/${short[3]}`;
    return complaint(
      'is the short form; write it as a full address',
      repositoryProblem(full) ? EXAMPLE : full,
    );
  }
  return undefined;
}

function partsProblem(
  url: string,
  options: { schemes: string[]; example: string; localHosts?: boolean },
): Complaint | undefined {
  const complaint = (reason: string): Complaint => ({
    message: `${quote(withoutUser(url))} ${reason}`,
    example: options.example,
  });
  // First, because a password with a slash or colon in it would pass for a host, port or path.
  const [, user] = USER_INFO.exec(url) ?? [];
  const named = url.startsWith('ssh://') && /^[a-z][a-z0-9_-]*$/.test(user);
  if (user !== undefined && !named) {
    return complaint(
      'contains credentials, or an @ that looks like them; anyone who reads the repository would have them',
    );
  }
  const parts = URL_PARTS.exec(url)?.groups;
  if (!parts || !options.schemes.includes(parts.scheme)) {
    return complaint(
      `must begin with ${options.schemes.map(s => `${s}://`).join(' or ')}`,
    );
  }
  const { host, port, path = '' } = parts;
  const local =
    options.localHosts && /^(localhost|[0-9.]+|[a-z0-9-]+)$/.test(host);
  const hostComplaint = local ? undefined : hostGrammarProblem(host);
  if (hostComplaint) {
    return complaint(`has an unsuitable host: ${hostComplaint.message}`);
  }
  if (
    port !== undefined &&
    !(/^[1-9][0-9]{0,4}$/.test(port) && Number(port) < 65536)
  ) {
    return complaint(`has the port ${quote(port)}, which is none`);
  }
  if (!/^(\/[A-Za-z0-9._~-]+)+$/.test(path)) {
    return complaint(
      'must name a path of plain characters, without a slash at its end',
    );
  }
  if (path.split('/').some(step => step === '.' || step === '..')) {
    return complaint('contains . or .. as a step of its path');
  }
  return undefined;
}

/** The address as it may be shown to everybody: whoever stands before the @ could be a password or token. */
function withoutUser(url: string): string {
  return url.replace(USER_INFO, (before, user: string) =>
    user === GIT_USER
      ? before
      : `${before.slice(0, before.length - user.length - 1)}***@`,
  );
}
